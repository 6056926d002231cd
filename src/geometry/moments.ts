import { DoubleRows } from '../engine/arrays/matrix.ts';
import { blocksOf, type Matrix } from '../matrix/matrix.ts';

/** Returns the means of the columns, [d]. */
export function columnMeans({ data, rows, columns }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) means[j] += data[at] / rows;
  return means;
}

/** Returns the variances of the columns, [d], with n in the denominator; computed in two passes. */
export function columnVariances(matrix: Matrix, means = columnMeans(matrix)): Float64Array {
  const { data, rows, columns } = matrix;
  const variances = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) variances[j] += (data[at] - means[j]) ** 2 / rows;
  }
  return variances;
}

/** Returns the deviations of every row from the column means, in float64, [rows, d]. */
export function centred({ data, rows, columns }: Matrix, means: Float64Array): Float64Array {
  const deviations = new Float64Array(rows * columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) deviations[at] = data[at] - means[j];
  }
  return deviations;
}

/** Number of rows whose products are summed at a time: few enough to need little memory. */
const rowsAtOnce = 512;

/**
 * Returns the sums of products of column deviations, [d, d]: the covariance without its denominator.
 *
 * @param pace - called after every block of rows
 */
export async function scatterMatrix(
  matrix: Matrix,
  means: Float64Array,
  pace: () => Promise<void> | undefined = () => undefined,
): Promise<Float64Array> {
  const { columns } = matrix;
  const scatter = new Float64Array(columns * columns);
  const length = Math.min(rowsAtOnce, matrix.rows);
  const deviations = new DoubleRows(columns, length);
  for (const block of blocksOf(matrix, length)) {
    const turned = transposed(centred(block, means), columns, length);
    deviations.set(0, turned);
    deviations.innerProducts(turned).forEach((sum, at) => (scatter[at] += sum));
    await pace();
  }
  return scatter;
}

/** Transposes [n, columns] to [columns, length], padded with zeros after the first n. */
function transposed(values: Float64Array, columns: number, length: number): Float64Array {
  const turned = new Float64Array(columns * length);
  for (let i = 0, at = 0; at < values.length; i++)
    for (let j = 0; j < columns; j++, at++) turned[j * length + i] = values[at];
  return turned;
}
