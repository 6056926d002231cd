/** The lower triangular factor L of A = L Lᵀ, row-major. */
export interface Triangle {
  readonly values: Float64Array;
  readonly size: number;
}

/** A remaining diagonal element below this share of the largest one counts as rounding error. */
const rounding = 1e-12;

/**
 * Cholesky decomposition of a symmetric matrix.
 *
 * @param matrix - [size, size]; only the lower triangle is read
 * @param ridge - added to the diagonal
 * @returns the factor; undefined if the matrix is not positive definite in float64
 */
export function cholesky(matrix: Float64Array, size: number, ridge = 0): Triangle | undefined {
  const l = new Float64Array(size * size);
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i] + ridge);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= l[i * size + k] * l[j * size + k];
      if (i !== j) l[i * size + j] = sum / l[j * size + j];
      else if (sum > rounding * largest) l[i * size + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return { values: l, size };
}

/** Solves L y = x in place, for the `size` numbers of `x` starting at `offset`. */
export function solveLower({ values, size }: Triangle, x: Float64Array, offset: number): void {
  for (let i = 0; i < size; i++) {
    let sum = x[offset + i];
    for (let k = 0; k < i; k++) sum -= values[i * size + k] * x[offset + k];
    x[offset + i] = sum / values[i * size + i];
  }
}
