import { boundAt, type InputRange } from '../../norms/range.ts';

/** A step of Auto-PGD on one input: `current` changes from x_t to x_{t+1}, `previous` from x_{t-1} to x_t. */
export interface BoxedStep {
  readonly norm: 'linf' | 'l2';
  readonly current: Float32Array;
  readonly previous: Float32Array;
  readonly clean: Float32Array;
  readonly slope: Float32Array;
  readonly stepSize: number;
  /** The weight of the previous step. */
  readonly inertia: number;
  readonly epsilon: number;
  readonly range: InputRange;
}

/**
 * The step of the compiled kernels, for a range that differs by value.
 *
 *   z = P(x_t + η · s(g)),   x_{t+1} = P((1 - inertia) z + inertia (2 x_t - x_{t-1})),   P into the ball and the range
 *   s(g) = sign(g) in L-inf, with sign(0) = 0;   s(g) = g / ‖g‖₂ in L2
 */
export function stepInBox({ norm, current, previous, clean, slope, stepSize, inertia, ...ball }: BoxedStep): void {
  const along = norm === 'linf' ? 1 : 1 / Math.max(lengthOf(slope), 1e-30);
  const ahead = current.map(
    (value, i) => value + stepSize * (norm === 'linf' ? Math.sign(slope[i]) : along * slope[i]),
  );
  intoBall(ahead, clean, norm, ball);
  for (let i = 0; i < current.length; i++)
    ahead[i] = (1 - inertia) * ahead[i] + inertia * (2 * current[i] - previous[i]);
  intoBall(ahead, clean, norm, ball);
  previous.set(current);
  current.set(ahead);
}

function intoBall(
  point: Float32Array,
  clean: Float32Array,
  norm: 'linf' | 'l2',
  { epsilon, range: [lowest, highest] }: Pick<BoxedStep, 'epsilon' | 'range'>,
): void {
  const shrinkage =
    norm === 'l2' ? epsilon / Math.max(lengthOf(point.map((value, i) => value - clean[i])), epsilon) : 1;
  for (let i = 0; i < point.length; i++) {
    const shift = point[i] - clean[i];
    const inside = norm === 'l2' ? shift * shrinkage : Math.min(Math.max(shift, -epsilon), epsilon);
    point[i] = Math.min(Math.max(clean[i] + inside, boundAt(lowest, i)), boundAt(highest, i));
  }
}

const lengthOf = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
