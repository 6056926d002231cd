/** An orthonormal basis of the space that some rows span, and the coordinates of the rows in it. */
export interface RowSpace {
  /** [dimension, d]; at least one vector, which is 0 if all rows are. */
  readonly basis: Float64Array;
  readonly dimension: number;
  /** [n, dimension] */
  readonly coordinates: Float64Array;
}

/** A remainder below this share of the longest row counts as rounding error. */
const rounding = 1e-14;

/**
 * Orthonormal basis of the row space of a matrix, by Gram–Schmidt, in O(n² d). Every row is projected twice, which keeps the
 * basis orthogonal to rounding even if rows are nearly dependent.
 *
 * @param rows - [n, d]
 * @see Giraud, Langou and Rozložník 2005, Computers & Mathematics with Applications 50(7), section 3
 */
export function rowSpace(rows: Float64Array, n: number, d: number): RowSpace {
  const basis = new Float64Array(Math.max(1, Math.min(n, d)) * d);
  const longest = Array.from({ length: n }, (_, i) => lengthOf(rows, i * d, d)).reduce((a, b) => Math.max(a, b), 0);
  const remainder = new Float64Array(d);
  const expansions: Float64Array[] = [];
  let dimension = 0;
  for (let i = 0; i < n; i++) {
    remainder.set(rows.subarray(i * d, (i + 1) * d));
    const expansion = new Float64Array(dimension + 1);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < dimension; k++) expansion[k] += subtractProjection(remainder, basis, k * d);
    }
    const length = lengthOf(remainder, 0, d);
    if (length > rounding * longest && dimension < Math.min(n, d)) {
      expansion[dimension] = length;
      for (let j = 0; j < d; j++) basis[dimension * d + j] = remainder[j] / length;
      dimension++;
    }
    expansions.push(expansion);
  }
  dimension = Math.max(1, dimension);
  const coordinates = new Float64Array(n * dimension);
  expansions.forEach((expansion, i) => coordinates.set(expansion.subarray(0, dimension), i * dimension));
  return { basis: basis.slice(0, dimension * d), dimension, coordinates };
}

/** Subtracts from a vector its projection on the unit vector at `offset` of `basis`; returns the coordinate. */
function subtractProjection(vector: Float64Array, basis: Float64Array, offset: number): number {
  let coordinate = 0;
  for (let j = 0; j < vector.length; j++) coordinate += vector[j] * basis[offset + j];
  for (let j = 0; j < vector.length; j++) vector[j] -= coordinate * basis[offset + j];
  return coordinate;
}

function lengthOf(values: Float64Array, offset: number, length: number): number {
  let squares = 0;
  for (let j = 0; j < length; j++) squares += values[offset + j] ** 2;
  return Math.sqrt(squares);
}

/**
 * Squared distance of a vector to a row space.
 *
 * @param vector - [d], overwritten by its part outside the space
 * @param coordinates - of the vector in the basis, starting at `offset`
 */
export function squaredDistanceTo(
  { basis, dimension }: RowSpace,
  vector: Float64Array,
  coordinates: Float64Array,
  offset: number,
): number {
  const d = vector.length;
  for (let k = 0; k < dimension; k++) {
    const coordinate = coordinates[offset + k];
    for (let j = 0; j < d; j++) vector[j] -= coordinate * basis[k * d + j];
  }
  return lengthOf(vector, 0, d) ** 2;
}
