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
 * With fewer rows than columns, y follows from the scalar products of the rows: X Xᵀ = U Λ Uᵀ, y = U √Λ. Time is then
 * O(n³ + n² d) instead of O(d³ + n d²).
 *
 * @param count - number of components, limited to the number of columns
 * @param pace - called after every step
 * @returns [rows, min(count, columns)]
 */
export async function principalComponents(
  matrix: Matrix,
  count: number,
  pace: () => Promise<void> | undefined = () => undefined,
): Promise<Matrix> {
  const { rows, columns } = matrix;
  const means = columnMeans(matrix);
  const kept = Math.min(count, columns);
  if (rows < columns)
    return { data: await scaledVectors(centred(matrix, means), rows, kept, pace), rows, columns: kept };
  const { vectors } = await eigenvectors(await scatterMatrix(matrix, means, pace), columns, kept, pace);
  const basis = new DoubleRows(kept, columns);
  basis.set(0, vectors);
  const projected = new Float32Array(rows * kept);
  inBlocks(matrix, rowsAtOnce, (first, block) =>
    projected.set(basis.innerProducts(centred(block, means)), first * kept),
  );
  return { data: projected, rows, columns: kept };
}

/** Returns U √Λ of the scalar products of deviations [n, d]; [n, kept], 0 in the components beyond n. */
async function scaledVectors(
  deviations: Float64Array,
  n: number,
  kept: number,
  pace: () => Promise<void> | undefined,
): Promise<Float32Array> {
  const rows = new DoubleRows(n, deviations.length / n);
  rows.set(0, deviations);
  const { values, vectors } = await eigenvectors(rows.innerProducts(deviations), n, Math.min(n, kept), pace);
  const scaled = new Float32Array(n * kept);
  for (let k = 0; k < values.length; k++) {
    const root = Math.sqrt(Math.max(0, values[k]));
    for (let i = 0; i < n; i++) scaled[i * kept + k] = vectors[k * n + i] * root;
  }
  return scaled;
}
