import { DoubleRows } from '../engine/matrix.ts';
import type { Matrix } from '../matrix.ts';
import { cholesky, solveLower, type Triangle } from './cholesky.ts';
import { columnMeans, scatterMatrix } from './moments.ts';

/** The ridge that makes a singular covariance regular at first, in parts of its mean variance; tenfold until it does. */
const firstRidge = 1e-6;

/** Squared distances that are longer than the shortest by so much add nothing that float64 can hold, e^(-40) of it. */
const negligible = 80;

/**
 * The logarithm of a Gaussian kernel density, with the covariance of the points scaled by Scott's factor:
 *
 *   log p(x) = log mean_i exp(-½ (x - x_i)ᵀ H⁻¹ (x - x_i)) - ½ log det(2π H),   H = n^(-2 / (d + 4)) cov,   n - 1 in cov
 *
 * Points are whitened, L⁻¹ x with H = L Lᵀ, and powers are added as logarithms, so that no density is too small to be told.
 * Where the covariance is singular, as it is for fewer points than columns, its diagonal is raised by a millionth of the mean
 * variance.
 *
 * @param points - at least two, [n, d]
 * @returns the log density at the rows of another matrix of d columns, in nats
 * @see Scott 1992, Multivariate Density Estimation; scipy.stats.gaussian_kde, which refuses a singular covariance
 */
export function kernelDensity(points: Matrix): (data: Float32Array, offset: number) => number {
  const { rows: n, columns: d } = points;
  const factor = n ** (-2 / (d + 4)) / (n - 1);
  const means = columnMeans(points);
  const triangle = regular(
    scatterMatrix(points, means).map((value) => value * factor),
    d,
  );
  const whiten = whitening(triangle, means);
  const whitened = new Float64Array(n * d);
  for (let i = 0; i < n; i++) whitened.set(whiten(points.data, i * d), i * d);
  const rows = new DoubleRows(whitened, d);
  let logDiagonal = 0;
  for (let j = 0; j < d; j++) logDiagonal += Math.log(triangle.values[j * d + j]);
  const constant = -Math.log(n) - (d / 2) * Math.log(2 * Math.PI) - logDiagonal;

  return (data, offset) => {
    const squares = rows.squaredDistances(whiten(data, offset));
    let least = squares[0];
    for (let i = 1; i < n; i++) if (squares[i] < least) least = squares[i];
    let sum = 0; // of the powers, in parts of that of the nearest
    for (let i = 0; i < n; i++) {
      const farther = squares[i] - least;
      if (farther < negligible) sum += Math.exp(-farther / 2);
    }
    return Math.log(sum) - least / 2 + constant;
  };
}

/** L⁻¹ (x - mean) for the numbers from an offset on; overwritten by the next call. */
function whitening(triangle: Triangle, means: Float64Array): (data: Float32Array, offset: number) => Float64Array {
  const d = means.length;
  const inverse = new DoubleRows(inverseOf(triangle), d);
  const centred = new Float64Array(d);
  return (data, offset) => {
    for (let j = 0; j < d; j++) centred[j] = data[offset + j] - means[j];
    return inverse.innerProducts(centred);
  };
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
