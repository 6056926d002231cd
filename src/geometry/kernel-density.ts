import { DoubleRows } from '../engine/arrays/matrix.ts';
import { inBlocks, type Matrix } from '../matrix/matrix.ts';
import { cholesky, solveLower, type Triangle } from './cholesky.ts';
import { centred, columnMeans, scatterMatrix } from './moments.ts';

/** First ridge added to a singular covariance, as a share of its mean variance; raised tenfold until the sum is regular. */
const firstRidge = 1e-6;

/** Number of rows whitened at a time. */
const rowsAtOnce = 32;

/**
 * The logarithm of a Gaussian kernel density, with the covariance of the points scaled by Scott's factor:
 *
 *   log p(x) = log mean_i exp(-½ (x - x_i)ᵀ H⁻¹ (x - x_i)) - ½ log det(2π H),   H = n^(-2 / (d + 4)) cov,   n - 1 in cov
 *
 * Points are whitened: y = L⁻¹ (x - mean) with H = L Lᵀ. Exponentials are added as logarithms, so no density underflows:
 * -½ ‖y - y_i‖² = ⟨y, y_i⟩ - ½ ‖y_i‖² - ½ ‖y‖². If the covariance is singular, for example with fewer points than columns, a
 * millionth of the mean variance is added to its diagonal, tenfold until it is regular.
 *
 * @param points - at least two, [n, d]
 * @returns a function from a matrix [rows, d] to the log densities at its rows, in nats, [rows]
 * @see Scott 1992, Multivariate Density Estimation; scipy.stats.gaussian_kde, which refuses a singular covariance
 */
export function kernelDensity(points: Matrix): (at: Matrix) => Float64Array {
  const { rows: n, columns: d } = points;
  const factor = n ** (-2 / (d + 4)) / (n - 1);
  const means = columnMeans(points);
  const triangle = regular(
    scatterMatrix(points, means).map((value) => value * factor),
    d,
  );
  const inverse = new DoubleRows(d, d);
  inverse.set(0, inverseOf(triangle));
  const whitenedBlocks = (matrix: Matrix, use: (first: number, whitened: Float64Array) => void): void =>
    inBlocks(matrix, rowsAtOnce, (first, block) => use(first, inverse.innerProducts(centred(block, means))));
  const kernels = new DoubleRows(n, d);
  whitenedBlocks(points, (first, whitened) => {
    kernels.set(first, whitened);
    halfNorms(whitened, d).forEach((half, i) => kernels.setOffset(first + i, -half));
  });
  let logDiagonal = 0;
  for (let j = 0; j < d; j++) logDiagonal += Math.log(triangle.values[j * d + j]);
  const constant = -Math.log(n) - (d / 2) * Math.log(2 * Math.PI) - logDiagonal;

  return (at) => {
    const logarithms = new Float64Array(at.rows);
    whitenedBlocks(at, (first, whitened) => {
      const sums = kernels.logSums(whitened);
      halfNorms(whitened, d).forEach((half, i) => (logarithms[first + i] = sums[i] - half + constant));
    });
    return logarithms;
  };
}

/** Returns ½ ‖y‖² of every row, [rows]. */
function halfNorms(rows: Float64Array, d: number): Float64Array {
  const halves = new Float64Array(rows.length / d);
  for (let i = 0, at = 0; i < halves.length; i++) for (let j = 0; j < d; j++, at++) halves[i] += rows[at] ** 2 / 2;
  return halves;
}

function inverseOf(triangle: Triangle): Float64Array {
  const { size } = triangle;
  const inverse = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    column.fill(0);
    column[j] = 1;
    solveLower(triangle, column, 0);
    for (let i = j; i < size; i++) inverse[i * size + j] = column[i];
  }
  return inverse;
}

function regular(covariance: Float64Array, size: number): Triangle {
  let mean = 0;
  for (let j = 0; j < size; j++) mean += covariance[j * size + j] / size;
  let triangle = cholesky(covariance, size);
  for (let ridge = firstRidge * mean || Number.MIN_VALUE; triangle === undefined; ridge *= 10) {
    triangle = cholesky(covariance, size, ridge);
  }
  return triangle;
}
