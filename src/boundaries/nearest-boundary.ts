import { NumericalError } from '../errors.ts';
import type { Linearisation } from '../gradients/jacobian.ts';

/** For each input of a batch, the plane on which the linearised network is undecided, nearest over several classes. */
export interface Boundary {
  /** f = z_k - z_from at the input, [batch]; negative while the input is on the side of its class. */
  readonly difference: Float32Array;
  /** w = ∂f/∂x, [batch, values of an item]. */
  readonly normal: Float32Array;
  /** The dual norm of w, [batch]: |f| / size is the distance of the plane. */
  readonly size: Float64Array;
}

/** Length of a gradient by which a difference of logits is divided to give the distance in the norm. */
export type DualNorm = (values: Float32Array, start: number, end: number) => number;

/** The dual norms: of L2 itself, of L-inf the sum of absolute values. */
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
 * The nearest of the linearised boundaries between the class of each input and others.
 *
 *   k = argmin_k |z_k - z_from| / ‖∂(z_k - z_from)/∂x‖_dual
 *
 * One backward pass for each candidate. The first of equally near ones counts.
 * Throws NumericalError if a gradient is NaN.
 *
 * @param logits - values of `z.logits`, [batch, classes]
 * @param from - the class of each input, [batch]
 * @param candidates - classes to go to, a list [batch] for each pass; an input's own class is passed over
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
    const slopes = z.between(from, towards).dataSync() as Float32Array; // a copy, [batch, values of an item]
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

/** What an attack says of a gradient that is NaN: it would get nowhere, and pass for a weak one. */
export function notANumber(): NumericalError {
  return new NumericalError(
    'The gradient of the logits with respect to the input is NaN.\n' +
      'Expected numbers. Check the weights for NaN, and the layers for functions without a derivative at 0, such as a square root.',
  );
}
