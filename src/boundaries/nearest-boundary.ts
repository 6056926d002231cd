import { NumericalError } from '../errors.ts';
import type { Linearisation } from '../gradients/jacobian.ts';

/** For each input of a batch, the nearest plane on which the linearised network is undecided between two classes. */
export interface Boundary {
  /** f = z_k - z_from at the input, [batch]; negative if the input is on the side of its class. */
  readonly difference: Float32Array;
  /** w = ∂f/∂x, [batch, values per item]. */
  readonly normal: Float32Array;
  /** The dual norm of w, [batch]: |f| / size is the distance to the plane. */
  readonly size: Float64Array;
}

/** The length of a gradient; a difference of logits divided by it is a distance in the norm. */
export type DualNorm = (values: Float32Array, start: number, end: number) => number;

/** The dual norms: for L2 the L2 norm, for L-inf the sum of absolute values. */
export const dualNorms = {
  l2: (values, start, end) => {
    let sum = 0;
    for (let i = start; i < end; i++) sum += values[i] * values[i];
    return Math.sqrt(sum);
  },
  linf: (values, start, end) => {
    let sum = 0;
    for (let i = start; i < end; i++) sum += Math.abs(values[i]);
    return sum;
  },
} as const satisfies Record<string, DualNorm>;

/**
 * The nearest linearised boundary between the class of each input and other classes.
 *
 *   k = argmin_k |z_k - z_from| / ‖∂(z_k - z_from)/∂x‖_dual
 *
 * It takes one backward pass per candidate. Of equally near boundaries, the first counts.
 *
 * @param logits - values of `z.logits`, [batch, classes]
 * @param from - the class of each input, [batch]
 * @param candidates - the other classes, an array [batch] per pass; an input's own class is skipped
 * @throws NumericalError if a gradient is NaN
 */
export function nearestBoundary(
  z: Linearisation,
  logits: Float32Array,
  from: ArrayLike<number>,
  candidates: readonly ArrayLike<number>[],
  dual: DualNorm,
): Boundary {
  const batch = from.length;
  const classes = logits.length / batch;
  const difference = new Float32Array(batch);
  const size = new Float64Array(batch);
  const nearest = new Float64Array(batch).fill(Infinity);
  let normal: Float32Array | undefined;

  for (const towards of candidates) {
    const gradient = z.between(from, towards);
    const slopes = gradient.dataSync() as Float32Array; // a copy, [batch, values per item]
    gradient.dispose(); // the caller's tidy would keep one per candidate
    const length = slopes.length / batch;
    normal ??= new Float32Array(slopes.length);
    for (let item = 0; item < batch; item++) {
      if (towards[item] === from[item]) continue;
      const gap = logits[item * classes + towards[item]] - logits[item * classes + from[item]];
      const norm = dual(slopes, item * length, (item + 1) * length);
      if (Number.isNaN(norm)) throw notANumber();
      const distance = Math.abs(gap) / (norm + 1e-12);
      if (!(distance < nearest[item])) continue;
      nearest[item] = distance;
      difference[item] = gap;
      size[item] = norm;
      normal.set(slopes.subarray(item * length, (item + 1) * length), item * length);
    }
  }
  return { difference, normal: normal ?? new Float32Array(0), size };
}

/** The error for a gradient that is NaN; without it, the attack would get nowhere, and the model would seem robust. */
export function notANumber(): NumericalError {
  return new NumericalError(
    'The gradient of the logits with respect to the input is NaN.\n' +
      'Expected numbers.\nCheck the weights for NaN, and the layers for functions without a derivative at 0, such as a square root.',
  );
}
