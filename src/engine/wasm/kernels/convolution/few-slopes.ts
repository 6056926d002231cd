import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/** If at most this share of the slopes differs from zero, listing them is faster than multiplying all. */
const few = 0.3;

/** Number of slopes in the sample. */
const sample = 2 ** 15;

/**
 * Whether few slopes differ from zero, as after max pooling and ReLU, judged by the first ones. For kernels that compute the same
 * bits in either case.
 */
export function areFew(slopes: Pointer, size: number): boolean {
  const seen = Math.min(size, sample);
  return kernels().countNonZero(slopes, seen) <= few * seen;
}
