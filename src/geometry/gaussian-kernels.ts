import type { DoubleRows } from '../engine/arrays/matrix.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { cholesky, type Triangle } from './cholesky.ts';

/** A function from a matrix [rows, d] to the log densities at its rows, in nats, [rows]. */
export type Density = (at: Matrix) => Float64Array;

/** First ridge added to a singular covariance, as a share of its mean variance; raised tenfold until the sum is regular. */
const firstRidge = 1e-6;

/**
 * Decomposes a covariance, with a ridge if it is singular.
 *
 * @param mean - mean variance. @defaultValue the mean of the diagonal
 * @param singular - whether it is part of a larger covariance that is singular
 */
export function regular(
  covariance: Float64Array,
  size: number,
  mean = meanOfDiagonal(covariance, size),
  singular = false,
): { triangle: Triangle; ridge: number } {
  let triangle = singular ? undefined : cholesky(covariance, size);
  let ridge = 0;
  while (triangle === undefined) {
    ridge = ridge === 0 ? firstRidge * mean || Number.MIN_VALUE : ridge * 10;
    triangle = cholesky(covariance, size, ridge);
  }
  return { triangle, ridge };
}

function meanOfDiagonal(matrix: Float64Array, size: number): number {
  let mean = 0;
  for (let j = 0; j < size; j++) mean += matrix[j * size + j] / size;
  return mean;
}

/** Sets rows of whitened points, so that an inner product with one is ⟨y, y_i⟩ - ½ ‖y_i‖². */
export function setKernels(kernels: DoubleRows, first: number, whitened: Float64Array): void {
  kernels.set(first, whitened);
  halfNorms(whitened, kernels.columns).forEach((half, i) => kernels.setOffset(first + i, -half));
}

/** Returns -log n - ½ d log 2π - log det L. */
export function normalisation(n: number, d: number, { values, size }: Triangle): number {
  let logDiagonal = 0;
  for (let j = 0; j < size; j++) logDiagonal += Math.log(values[j * size + j]);
  return -Math.log(n) - (d / 2) * Math.log(2 * Math.PI) - logDiagonal;
}

/** Returns ½ ‖y‖² of every row, [rows]. */
export function halfNorms(rows: Float64Array, d: number): Float64Array {
  const halves = new Float64Array(rows.length / d);
  for (let i = 0, at = 0; i < halves.length; i++) for (let j = 0; j < d; j++, at++) halves[i] += rows[at] ** 2 / 2;
  return halves;
}
