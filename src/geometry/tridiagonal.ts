/** A symmetric matrix as Q T Qᵀ: T is tridiagonal, Q a product of Householder's reflections. */
export interface Tridiagonal {
  /** T [size, size]. */
  readonly diagonal: Float64Array;
  /** `beside[i]` is T[i, i - 1]; `beside[0]` is 0. */
  readonly beside: Float64Array;
  /** Returns Q z [size]. */
  restore(z: Float64Array): Float64Array;
}

/** Squares below this one are rounding error beside numbers near 1. */
const negligible = 1e-200;

/**
 * Reduces a symmetric matrix, whose largest number is near 1, to a tridiagonal one. Only the lower triangle is read. Each
 * reflection is applied in the pass over the matrix that multiplies it by the next one, which halves the traffic of memory:
 * the time is that of n³ / 6 such steps.
 *
 * @param a - [size, size]; it is overwritten
 * @param pace - called after every row
 * @see Golub and Van Loan, Matrix Computations, algorithm 8.3.1
 */
export async function tridiagonalise(
  a: Float64Array,
  size: number,
  pace: () => Promise<void> | undefined,
): Promise<Tridiagonal> {
  const [diagonal, beside, factors] = [0, 1, 2].map(() => new Float64Array(size));
  let [v, w, next, product] = [0, 1, 2, 3].map(() => new Float64Array(size)); // a lacks the update -v wᵀ - w vᵀ
  for (let i = size - 1; i >= 0; i--) {
    const row = a.subarray(i * size, i * size + i + 1);
    for (let j = 0; j <= i; j++) row[j] -= v[i] * w[j] + w[i] * v[j];
    diagonal[i] = row[i];
    if (i === 0) break;
    [beside[i], factors[i]] = reflect(row.subarray(0, i));
    next.set(row.subarray(0, i));
    product.fill(0);
    for (let r = 0; r < i; r++) updateAndMultiply(a, r * size, r, v, w, next, product);
    let overlap = 0;
    for (let j = 0; j < i; j++) overlap += product[j] * next[j];
    const factor = factors[i];
    const half = (factor * factor * overlap) / 2;
    for (let j = 0; j < i; j++) product[j] = factor * product[j] - half * next[j];
    [v, next] = [next, v];
    [w, product] = [product, w];
    await pace();
  }
  const restore = (z: Float64Array): Float64Array => {
    const x = z.slice();
    for (let i = 1; i < size; i++) if (factors[i] !== 0) applyReflection(a, i * size, i, factors[i], x);
    return x;
  };
  return { diagonal, beside, restore };
}

/**
 * Replaces x by the vector v of the reflection 1 - f v vᵀ that maps x to (0, …, 0, s).
 *
 * @returns s and f; f is 0 if x has that form already
 */
function reflect(x: Float64Array): [s: number, factor: number] {
  const last = x.length - 1;
  let others = 0;
  for (let j = 0; j < last; j++) others += x[j] * x[j];
  const end = x[last];
  if (others < negligible) {
    x.fill(0);
    return [end, 0];
  }
  const norm = Math.sqrt(others + end * end);
  const s = end > 0 ? -norm : norm;
  x[last] = end - s;
  return [s, 1 / (norm * (norm + Math.abs(end)))];
}

/** Updates row r of the lower triangle by -v wᵀ - w vᵀ, and adds its share of the product with a vector. */
function updateAndMultiply(
  a: Float64Array,
  start: number,
  r: number,
  v: Float64Array,
  w: Float64Array,
  vector: Float64Array,
  product: Float64Array,
): void {
  const [vr, wr, xr] = [v[r], w[r], vector[r]];
  let sum = 0;
  for (let c = 0; c < r; c++) {
    const value = a[start + c] - vr * w[c] - wr * v[c];
    a[start + c] = value;
    sum += value * vector[c];
    product[c] += value * xr;
  }
  const value = a[start + r] - 2 * vr * wr;
  a[start + r] = value;
  product[r] += sum + value * xr;
}

/** x ← x - f v (vᵀ x), v at `start` of a. */
function applyReflection(a: Float64Array, start: number, length: number, factor: number, x: Float64Array): void {
  let overlap = 0;
  for (let j = 0; j < length; j++) overlap += a[start + j] * x[j];
  overlap *= factor;
  for (let j = 0; j < length; j++) x[j] -= overlap * a[start + j];
}
