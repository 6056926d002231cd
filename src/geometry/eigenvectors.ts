/** Maximum number of sweeps; convergence is quadratic and takes about eight. */
const mostSweeps = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, the largest eigenvalue first.
 *
 * @param matrix - [size, size], symmetric
 * @returns values [size], and vectors of length 1, one per row [size, size]
 * @see Golub and Van Loan, Matrix Computations, section 8.5
 */
export function eigenvectors(matrix: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < mostSweeps && !isDiagonal(a, size); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const order = Int32Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => a[j * size + j] - a[i * size + i] || i - j,
  );
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => vectors.set(v.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (i) => a[i * size + i]), vectors };
}

/** Zeroes a[p, q] by a rotation of rows and columns p and q, and rotates the rows of `v` alike. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q];
  if (apq === 0) return;
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  turn(a, p * size, q * size, 1, size, c, s);
  turn(a, p, q, size, size, c, s);
  turn(v, p * size, q * size, 1, size, c, s);
  a[p * size + q] = 0;
  a[q * size + p] = 0;
}

/** Rotates two vectors in their plane; their numbers are `step` apart. */
function turn(x: Float64Array, first: number, second: number, step: number, size: number, c: number, s: number): void {
  for (let i = 0; i < size; i++) {
    const at = first + i * step;
    const other = second + i * step;
    const value = x[at];
    x[at] = c * value - s * x[other];
    x[other] = s * value + c * x[other];
  }
}

/** Returns whether everything off the diagonal is rounding error. */
function isDiagonal(a: Float64Array, size: number): boolean {
  let off = 0;
  let all = 0;
  for (let i = 0; i < a.length; i++) {
    all += a[i] * a[i];
    if (i % (size + 1) !== 0) off += a[i] * a[i];
  }
  return off <= 1e-28 * all;
}
