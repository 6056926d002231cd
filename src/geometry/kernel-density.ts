import type { Matrix } from '../matrix.ts';
import { cholesky, solveLower, type Triangle } from './cholesky.ts';
import { columnMeans, scatterMatrix } from './moments.ts';

/** The ridge that makes a singular covariance regular at first, in parts of its mean variance; tenfold until it does. */
const firstRidge = 1e-6;

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
  const triangle = regular(
    scatterMatrix(points, columnMeans(points)).map((value) => value * factor),
    d,
  );
  const whitened = Float64Array.from(points.data);
  for (let i = 0; i < n; i++) solveLower(triangle, whitened, i * d);
  let logDiagonal = 0;
  for (let j = 0; j < d; j++) logDiagonal += Math.log(triangle.values[j * d + j]);
  const constant = -Math.log(n) - (d / 2) * Math.log(2 * Math.PI) - logDiagonal;

  const exponents = new Float64Array(n);
  const x = new Float64Array(d);
  return (data, offset) => {
    for (let j = 0; j < d; j++) x[j] = data[offset + j];
    solveLower(triangle, x, 0);
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0, at = 0; i < n; i++) {
      let squares = 0;
      for (let j = 0; j < d; j++, at++) {
        const difference = x[j] - whitened[at];
        squares += difference * difference;
      }
      exponents[i] = -squares / 2;
      if (exponents[i] > largest) largest = exponents[i];
    }
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.exp(exponents[i] - largest);
    return largest + Math.log(sum) + constant;
  };
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
