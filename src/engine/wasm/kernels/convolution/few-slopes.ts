import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/** Slopes of which at most this share differs from zero are looked up; more of them are multiplied sooner. */
const few = 0.3;

/** So many of them tell of all. */
const sample = 2 ** 15;

/**
 * Whether few of some slopes differ from zero, as behind max pooling and ReLU, by the first ones: for kernels that compute the
 * same bits in either case.
 */
export function areFew(slopes: Pointer, size: number): boolean {
  const seen = Math.min(size, sample);
  return kernels().countNonZero(slopes, seen) <= few * seen;
}
