import type { Matrix } from '../matrix.ts';

/** Means of the columns, [d]. */
export function columnMeans({ data, rows, columns }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) means[j] += data[at] / rows;
  return means;
}

/** Variances of the columns, with n in the denominator, [d]; in two passes. */
export function columnVariances(matrix: Matrix, means = columnMeans(matrix)): Float64Array {
  const { data, rows, columns } = matrix;
  const variances = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) variances[j] += (data[at] - means[j]) ** 2 / rows;
  }
  return variances;
}

/** Sums of products of the deviations of two columns from their means, [d, d]: the covariance, but for its denominator. */
export function scatterMatrix({ data, rows, columns }: Matrix, means: Float64Array): Float64Array {
  const scatter = new Float64Array(columns * columns);
  const centred = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) centred[j] = data[i * columns + j] - means[j];
    for (let j = 0; j < columns; j++) {
      const factor = centred[j];
      if (factor === 0) continue;
      for (let k = 0; k <= j; k++) scatter[j * columns + k] += factor * centred[k];
    }
  }
  for (let j = 0; j < columns; j++) for (let k = 0; k < j; k++) scatter[k * columns + j] = scatter[j * columns + k];
  return scatter;
}
