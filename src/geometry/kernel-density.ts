import { DoubleRows } from '../engine/arrays/matrix.ts';
import { inBlocks, type Matrix } from '../matrix/matrix.ts';
import { solveLower, type Triangle } from './cholesky.ts';
import { densityInSpan } from './density-in-span.ts';
import { halfNorms, normalisation, regular, setKernels, type Density } from './gaussian-kernels.ts';
import { centred, columnMeans, scatterMatrix } from './moments.ts';

/** Number of rows whitened at a time. */
const rowsAtOnce = 32;

/**
 * The logarithm of a Gaussian kernel density, with the covariance of the points scaled by Scott's factor:
 *
 *   log p(x) = log mean_i exp(-½ (x - x_i)ᵀ H⁻¹ (x - x_i)) - ½ log det(2π H),   H = n^(-2 / (d + 4)) cov,   n - 1 in cov
 *
 * Points are whitened: y = L⁻¹ (x - mean) with H = L Lᵀ. Exponentials are added as logarithms, so no density underflows:
 * -½ ‖y - y_i‖² = ⟨y, y_i⟩ - ½ ‖y_i‖² - ½ ‖y‖². If the covariance is singular, for example with fewer points than columns, a
 * millionth r of the mean variance is added to its diagonal, tenfold until it is regular.
 *
 * With at most half as many points as columns, the points are whitened in the space that they span, of at most n - 1
 * dimensions. H is r in all other directions, so they add -½ ρ² / r at distance ρ from the space. The result is the same, and
 * time is O(n² d) instead of O(d³).
 *
 * @param points - at least two, [n, d]
 * @param pace - called after every step of the preparation
 * @returns a function from a matrix [rows, d] to the log densities at its rows, in nats, [rows]
 * @see Scott 1992, Multivariate Density Estimation; scipy.stats.gaussian_kde, which refuses a singular covariance
 */
export async function kernelDensity(points: Matrix, pace: () => Pausing = () => undefined): Promise<Density> {
  const { rows: n, columns: d } = points;
  const factor = n ** (-2 / (d + 4)) / (n - 1);
  const means = columnMeans(points);
  return 2 * n <= d ? densityInSpan(points, means, factor) : inAllDimensions(points, means, factor, pace);
}

type Pausing = Promise<void> | undefined;

async function inAllDimensions(
  points: Matrix,
  means: Float64Array,
  factor: number,
  pace: () => Pausing,
): Promise<Density> {
  const { rows: n, columns: d } = points;
  const scatter = await scatterMatrix(points, means, pace);
  const { triangle } = regular(
    scatter.map((value) => value * factor),
    d,
  );
  await pace();
  const inverse = new DoubleRows(d, d);
  inverse.set(0, await inverseOf(triangle, pace));
  const whitenedBlocks = (matrix: Matrix, use: (first: number, whitened: Float64Array) => void): void =>
    inBlocks(matrix, rowsAtOnce, (first, block) => use(first, inverse.innerProducts(centred(block, means))));
  const kernels = new DoubleRows(n, d);
  whitenedBlocks(points, (first, whitened) => setKernels(kernels, first, whitened));
  const constant = normalisation(n, d, triangle);

  return (at) => {
    const logarithms = new Float64Array(at.rows);
    whitenedBlocks(at, (first, whitened) => {
      const sums = kernels.logSums(whitened);
      halfNorms(whitened, d).forEach((half, i) => (logarithms[first + i] = sums[i] - half + constant));
    });
    return logarithms;
  };
}

async function inverseOf(triangle: Triangle, pace: () => Pausing): Promise<Float64Array> {
  const { size } = triangle;
  const inverse = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    column.fill(0);
    column[j] = 1;
    solveLower(triangle, column, 0);
    for (let i = j; i < size; i++) inverse[i * size + j] = column[i];
    await pace();
  }
  return inverse;
}
