import { DoubleRows } from '../engine/arrays/matrix.ts';
import { inBlocks, type Matrix } from '../matrix/matrix.ts';

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

/** The deviations of every row from the means of the columns, in float64, [rows, d]. */
export function centred({ data, rows, columns }: Matrix, means: Float64Array): Float64Array {
  const deviations = new Float64Array(rows * columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) deviations[at] = data[at] - means[j];
  }
  return deviations;
}

/** Rows whose products are summed at a time: so few that they take no memory to speak of. */
const rowsAtOnce = 512;

/** Sums of products of the deviations of two columns from their means, [d, d]: the covariance, but for its denominator. */
export function scatterMatrix(matrix: Matrix, means: Float64Array): Float64Array {
  const { columns } = matrix;
  const scatter = new Float64Array(columns * columns);
  const length = Math.min(rowsAtOnce, matrix.rows);
  const deviations = new DoubleRows(columns, length);
  inBlocks(matrix, length, (_, block) => {
    const turned = transposed(centred(block, means), columns, length);
    deviations.set(0, turned);
    deviations.innerProducts(turned).forEach((sum, at) => (scatter[at] += sum));
  });
  return scatter;
}

/** [n, columns] -> [columns, length], zeros behind the first n. */
function transposed(values: Float64Array, columns: number, length: number): Float64Array {
  const turned = new Float64Array(columns * length);
  for (let i = 0, at = 0; at < values.length; i++)
    for (let j = 0; j < columns; j++, at++) turned[j * length + i] = values[at];
  return turned;
}
