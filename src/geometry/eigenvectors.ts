import { createRandom } from '../random/index.ts';
import { tridiagonalise, type Tridiagonal } from './tridiagonal.ts';

/** Eigenvectors of eigenvalues closer than this share of the largest one are made orthogonal to each other. */
const close = 1e-3;
/** Steps of inverse iteration; with an exact eigenvalue, two are enough. */
const iterations = 3;

/**
 * The largest eigenvalues of a symmetric matrix and their eigenvectors, the largest eigenvalue first. Takes about 2 n³ / 3
 * additions and products for the reduction to a tridiagonal matrix, and O(n²) per eigenvector.
 *
 * @param matrix - [size, size], symmetric
 * @param count - number of eigenvalues
 * @param pace - called after every step
 * @returns values [count], and vectors of length 1, one per row [count, size]
 * @see Golub and Van Loan, Matrix Computations, sections 8.3 to 8.5; LAPACK's dsytrd, dstebz and dstein
 */
export async function eigenvectors(
  matrix: Float64Array,
  size: number,
  count = size,
  pace: () => Promise<void> | undefined = () => undefined,
): Promise<{ values: Float64Array; vectors: Float64Array }> {
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const reduced = await tridiagonalise(
    matrix.map((value) => value / largest),
    size,
    pace,
  );
  const { diagonal, beside } = reduced;
  const bound = diagonal.reduce(
    (most, value, i) => Math.max(most, Math.abs(value) + Math.abs(beside[i]) + Math.abs(beside[i + 1] ?? 0)),
    0,
  );
  const random = createRandom(1);
  const values = new Float64Array(count);
  const vectors = new Float64Array(count * size);
  const ofTridiagonal: Float64Array[] = [];
  let first = 0; // of the vectors whose eigenvalues are close to each other
  for (let k = 0; k < count; k++) {
    values[k] = eigenvalue(reduced, k, bound, values[k - 1] ?? bound);
    if (k > 0 && values[k - 1] - values[k] > close * bound) first = k;
    const start = Float64Array.from({ length: size }, () => random.uniform() - 0.5);
    ofTridiagonal.push(inverseIteration(reduced, values[k], bound, start, ofTridiagonal.slice(first)));
    vectors.set(reduced.restore(ofTridiagonal[k]), k * size);
    await pace();
  }
  return { values: values.map((value) => value * largest), vectors };
}

/** Finds the eigenvalue with `rank` larger ones, by bisection down to the last bit of the bound. */
function eigenvalue({ diagonal, beside }: Tridiagonal, rank: number, bound: number, above: number): number {
  let [low, high] = [-bound, above];
  for (let middle = (low + high) / 2; high - low > Number.EPSILON * bound; middle = (low + high) / 2) {
    if (middle <= low || middle >= high) break;
    if (countAbove(diagonal, beside, middle) > rank) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The number of eigenvalues above x: that of positive pivots of T - x, by Sylvester's law of inertia. */
function countAbove(diagonal: Float64Array, beside: Float64Array, x: number): number {
  let count = 0;
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    pivot = diagonal[i] - x - (beside[i] * beside[i]) / pivot;
    if (Math.abs(pivot) < Number.MIN_VALUE / Number.EPSILON) pivot = -1e-300;
    if (pivot > 0) count++;
  }
  return count;
}

/** Returns the eigenvector of length 1 of an eigenvalue of T that is orthogonal to `others`. */
function inverseIteration(
  { diagonal, beside }: Tridiagonal,
  value: number,
  bound: number,
  start: Float64Array,
  others: readonly Float64Array[],
): Float64Array {
  const solve = solver(diagonal, beside, value, (bound || 1) * Number.EPSILON);
  let x = start;
  for (let step = 0; step < iterations; step++) {
    x = normalised(solve(x));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of others) {
        let overlap = 0;
        for (let i = 0; i < x.length; i++) overlap += x[i] * other[i];
        for (let i = 0; i < x.length; i++) x[i] -= overlap * other[i];
      }
      x = normalised(x);
    }
  }
  return x;
}

function normalised(x: Float64Array): Float64Array {
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = x.map((value) => value / largest); // squares of large numbers would overflow
  const norm = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0));
  return scaled.map((value) => value / norm);
}

/** Returns how to solve (T - λ) x = b, by Gauss's elimination with row exchanges; pivots smaller than `least` are replaced. */
function solver(
  diagonal: Float64Array,
  beside: Float64Array,
  value: number,
  least: number,
): (b: Float64Array) => Float64Array {
  const size = diagonal.length;
  const pivots = diagonal.map((entry) => entry - value);
  const above = Float64Array.from({ length: size }, (_, i) => beside[i + 1] ?? 0);
  const [second, factors] = [new Float64Array(size), new Float64Array(size)];
  const exchanged = new Uint8Array(size);
  const large = (pivot: number): number => (Math.abs(pivot) < least ? (pivot < 0 ? -least : least) : pivot);
  for (let i = 0; i + 1 < size; i++) {
    const below = beside[i + 1];
    if (Math.abs(pivots[i]) >= Math.abs(below)) {
      pivots[i] = large(pivots[i]);
      factors[i] = below / pivots[i];
      pivots[i + 1] -= factors[i] * above[i];
    } else {
      exchanged[i] = 1;
      factors[i] = pivots[i] / below;
      const [next, own] = [pivots[i + 1], above[i]];
      pivots[i] = large(below);
      above[i] = next;
      second[i] = above[i + 1];
      pivots[i + 1] = own - factors[i] * next;
      above[i + 1] *= -factors[i];
    }
  }
  if (size > 0) pivots[size - 1] = large(pivots[size - 1]);
  return (b) => {
    const x = b.slice();
    for (let i = 0; i + 1 < size; i++) {
      if (exchanged[i]) [x[i], x[i + 1]] = [x[i + 1], x[i]];
      x[i + 1] -= factors[i] * x[i];
    }
    for (let i = size - 1; i >= 0; i--)
      x[i] = (x[i] - above[i] * (x[i + 1] ?? 0) - second[i] * (x[i + 2] ?? 0)) / pivots[i];
    return x;
  };
}
