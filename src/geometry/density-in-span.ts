import { DoubleRows } from '../engine/arrays/matrix.ts';
import { inBlocks, type Matrix } from '../matrix/matrix.ts';
import { solveLower } from './cholesky.ts';
import { halfNorms, normalisation, regular, setKernels, type Density } from './gaussian-kernels.ts';
import { centred } from './moments.ts';
import { rowSpace, squaredDistanceTo } from './row-space.ts';

/** Number of rows projected at a time. */
const rowsAtOnce = 32;

/**
 * A Gaussian kernel density of fewer points than columns, in O(n² d).
 *
 *   log p(x) = log p'(V (x - mean)) - ½ ρ² / r - ½ (d - k) log(2π r)
 *
 * V [k, d] is a basis of the space that the points span, k at most n - 1, and p' is the density in it. The covariance is the
 * ridge r in all other directions. ρ is the distance of x from the space.
 *
 * @param points - [n, d]
 * @param means - of the columns, [d]
 * @param factor - of the scatter matrix
 */
export function densityInSpan(points: Matrix, means: Float64Array, factor: number): Density {
  const { rows: n, columns: d } = points;
  const deviations = centred(points, means);
  const space = rowSpace(deviations, n, d);
  const { dimension, coordinates } = space;
  const trace = deviations.reduce((sum, value) => sum + value * value * factor, 0);
  const { triangle, ridge } = regular(productOfColumns(coordinates, n, dimension, factor), dimension, trace / d, true);
  const whiten = (values: Float64Array): Float64Array => {
    for (let offset = 0; offset < values.length; offset += dimension) solveLower(triangle, values, offset);
    return values;
  };
  const kernels = new DoubleRows(n, dimension);
  setKernels(kernels, 0, whiten(coordinates.slice()));
  const basis = new DoubleRows(dimension, d);
  basis.set(0, space.basis);
  const constant = normalisation(n, d, triangle) - ((d - dimension) / 2) * Math.log(ridge);

  return (at) => {
    const logarithms = new Float64Array(at.rows);
    inBlocks(at, rowsAtOnce, (first, block) => {
      const rows = centred(block, means);
      const projected = basis.innerProducts(rows);
      for (let i = 0; i < block.rows; i++) {
        const outside = squaredDistanceTo(space, rows.subarray(i * d, (i + 1) * d), projected, i * dimension);
        logarithms[first + i] = constant - outside / ridge / 2;
      }
      const whitened = whiten(projected);
      const sums = kernels.logSums(whitened);
      halfNorms(whitened, dimension).forEach((half, i) => (logarithms[first + i] += sums[i] - half));
    });
    return logarithms;
  };
}

/** Returns factor · XᵀX of X [n, columns]. */
function productOfColumns(values: Float64Array, n: number, columns: number, factor: number): Float64Array {
  const turned = new DoubleRows(columns, n);
  const byColumn = new Float64Array(values.length);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < columns; j++, at++) byColumn[j * n + i] = values[at];
  turned.set(0, byColumn);
  return turned.innerProducts(byColumn).map((sum) => sum * factor);
}
