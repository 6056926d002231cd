import type { Random } from '../../random/index.ts';

/** The norms in which robustness scores are measured. */
export type BallNorm = 'l1' | 'l2' | 'linf';

/**
 * Fills `point` with a uniformly random point of a ball around 0.
 *
 *   L-inf: every coordinate uniform
 *   L2:    radius · u^(1/d) · g / ‖g‖,   g standard normal, u uniform
 *   L1:    radius · ± e_i / Σ_{k=1}^{d+1} e_k,   e exponential, the extra one for the distance to the border
 */
export function uniformInBall(point: Float32Array, norm: BallNorm, radius: number, random: Random): void {
  const d = point.length;
  switch (norm) {
    case 'linf':
      for (let i = 0; i < d; i++) point[i] = (2 * random.uniform() - 1) * radius;
      return;
    case 'l2': {
      let squares = 0;
      for (let i = 0; i < d; i++) {
        point[i] = random.normal();
        squares += point[i] * point[i];
      }
      scale(point, (radius * random.uniform() ** (1 / d)) / Math.sqrt(squares));
      return;
    }
    case 'l1': {
      let sum = exponential(random);
      for (let i = 0; i < d; i++) {
        const size = exponential(random);
        sum += size;
        point[i] = random.uniform() < 0.5 ? -size : size;
      }
      scale(point, radius / sum);
    }
  }
}

const exponential = (random: Random): number => -Math.log(1 - random.uniform());

function scale(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}
