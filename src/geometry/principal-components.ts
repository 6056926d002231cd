import { DoubleRows } from '../engine/matrix.ts';
import type { Matrix } from '../matrix.ts';
import { eigenvectors } from './eigenvectors.ts';
import { columnMeans, scatterMatrix } from './moments.ts';

/**
 * Principal components: rows in the basis of the directions in which they vary most.
 *
 *   y = (x - mean) V,   V the eigenvectors of the largest eigenvalues of the covariance
 *
 * @param count - of components; as many as there are columns at most
 * @returns [rows, count]
 */
export function principalComponents(matrix: Matrix, count: number): Matrix {
  const { data, rows, columns } = matrix;
  const means = columnMeans(matrix);
  const { vectors } = eigenvectors(scatterMatrix(matrix, means), columns);
  const kept = Math.min(count, columns);
  const basis = new DoubleRows(vectors.slice(0, kept * columns), columns);
  const projected = new Float32Array(rows * kept);
  const centred = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) centred[j] = data[i * columns + j] - means[j];
    projected.set(basis.innerProducts(centred), i * kept);
  }
  return { data: projected, rows, columns: kept };
}
