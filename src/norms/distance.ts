import type { Norm } from './norm.ts';

/** The factor by which float32 may enlarge a perturbation on the border of a ball. */
export const rounding = 1 + 1e-6;

/** The size of a perturbation in a norm. An indexed loop, because it visits every value of every input. */
export function distanceOf(norm: Norm, moved: Float32Array, from: ArrayLike<number>): number {
  let [largest, sum, squares, count] = [0, 0, 0, 0];
  for (let i = 0; i < moved.length; i++) {
    const shift = Math.fround(Math.abs(moved[i] - from[i]));
    if (shift > largest) largest = shift;
    sum += shift;
    squares += shift * shift;
    if (shift > 0) count++;
  }
  return { linf: largest, l2: Math.sqrt(squares), l1: sum, l0: count }[norm];
}
