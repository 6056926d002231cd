import { DoubleRows } from '../engine/arrays/matrix.ts';
import { inBlocks, type Matrix } from '../matrix/matrix.ts';
import { eigenvectors } from './eigenvectors.ts';
import { centred, columnMeans, scatterMatrix } from './moments.ts';

/** Number of rows projected at a time. */
const rowsAtOnce = 32;

/**
 * Principal components: projects rows on the directions of largest variance.
 *
 *   y = (x - mean) V,   V the eigenvectors of the largest eigenvalues of the covariance
 *
 * @param count - number of components, limited to the number of columns
 * @returns [rows, min(count, columns)]
 */
export function principalComponents(matrix: Matrix, count: number): Matrix {
  const { rows, columns } = matrix;
  const means = columnMeans(matrix);
  const { vectors } = eigenvectors(scatterMatrix(matrix, means), columns);
  const kept = Math.min(count, columns);
  const basis = new DoubleRows(kept, columns);
  basis.set(0, vectors.subarray(0, kept * columns));
  const projected = new Float32Array(rows * kept);
  inBlocks(matrix, rowsAtOnce, (first, block) =>
    projected.set(basis.innerProducts(centred(block, means)), first * kept),
  );
  return { data: projected, rows, columns: kept };
}
