import { Rows } from '../engine/matrix.ts';
import type { Matrix } from '../matrix.ts';
import { cholesky, solveLower, type Triangle } from './cholesky.ts';
import { columnMeans, scatterMatrix } from './moments.ts';

/** The ridge that makes a singular covariance regular at first, in parts of its mean variance; tenfold until it does. */
const firstRidge = 1e-6;

/** Squared distances that are longer than the shortest by so much add nothing that float64 can hold, e^(-40) of it … */
const negligible = 80;

/** … and those that are longer by so much so little, e^(-15), that distances in float32 will do. */
const slight = 30;

/** What float32 leaves unsure. */
const slack = 1.01;

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
  const whitened = Float64Array.from(points.data);
  for (let i = 0; i < n; i++) whiten(triangle, whitened, means, i * d);
  const rows = new Rows({ data: Float32Array.from(whitened), rows: n, columns: d });
  let logDiagonal = 0;
  for (let j = 0; j < d; j++) logDiagonal += Math.log(triangle.values[j * d + j]);
  const constant = -Math.log(n) - (d / 2) * Math.log(2 * Math.PI) - logDiagonal;

  const x = new Float64Array(d);
  return (data, offset) => {
    for (let j = 0; j < d; j++) x[j] = data[offset + j];
    whiten(triangle, x, means, 0);
    const estimates = rows.squaredDistances(x, 0);
    const shortest = slack * estimates.reduce((a, b) => Math.min(a, b));
    let least = Number.POSITIVE_INFINITY; // of the squared distances so far
    let sum = 0; // of the powers, in parts of that of the nearest
    for (let i = 0; i < n; i++) {
      if (estimates[i] > shortest + negligible) continue;
      const squares = estimates[i] > shortest + slight ? estimates[i] : squaredDistance(x, whitened, i * d);
      if (squares < least) {
        sum = sum * Math.exp((squares - least) / 2) + 1;
        least = squares;
      } else sum += Math.exp((least - squares) / 2);
    }
    return Math.log(sum) - least / 2 + constant;
  };
}

/** L⁻¹ (x - mean), in place. */
function whiten(triangle: Triangle, x: Float64Array, means: Float64Array, offset: number): void {
  for (let j = 0; j < means.length; j++) x[offset + j] -= means[j];
  solveLower(triangle, x, offset);
}

function squaredDistance(x: Float64Array, points: Float64Array, offset: number): number {
  let squares = 0;
  for (let j = 0; j < x.length; j++) {
    const difference = x[j] - points[offset + j];
    squares += difference * difference;
  }
  return squares;
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
