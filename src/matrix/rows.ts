/** Returns views of the rows of a row-major matrix. */
export function rowsOf(values: Float32Array, count: number): Float32Array[] {
  const length = values.length / count;
  return Array.from({ length: count }, (_, row) => values.subarray(row * length, (row + 1) * length));
}

/** Copies rows of equal length into one row-major matrix. */
export function joined(rows: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(rows.length * (rows[0]?.length ?? 0));
  rows.forEach((row, at) => values.set(row, at * row.length));
  return values;
}

/**
 * Copies the rows of a row-major matrix at `positions`, in that order. Integers stay integers.
 *
 * @returns [positions, columns]
 */
export function gatherRows(values: Float32Array, positions: ArrayLike<number>, columns: number): Float32Array;
export function gatherRows(
  values: Float32Array | Int32Array,
  positions: ArrayLike<number>,
  columns: number,
): Float32Array | Int32Array;
export function gatherRows(
  values: Float32Array | Int32Array,
  positions: ArrayLike<number>,
  columns: number,
): Float32Array | Int32Array {
  const length = positions.length * columns;
  const rows = values instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  for (let row = 0; row < positions.length; row++) {
    rows.set(values.subarray(positions[row] * columns, (positions[row] + 1) * columns), row * columns);
  }
  return rows;
}

/** Returns the L2 distance of two rows, `length` values from `start`. Differences are rounded to float32, as in a tensor. */
export function distanceBetween(a: Float32Array, b: Float32Array, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) {
    const difference = Math.fround(a[i] - b[i]);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/**
 * Returns the column of the largest value of one row, the values [start, end). The first of equal values wins. NaN wins only as
 * the first value.
 */
export function largestIn(values: ArrayLike<number>, start = 0, end = values.length): number {
  let best = start;
  for (let i = start + 1; i < end; i++) if (values[i] > values[best]) best = i;
  return best - start;
}

/** Returns the column of the largest value of each row, [rows]; ties and NaN as in `largestIn`. */
export function largestOf(values: Float32Array | Float64Array, columns: number): Int32Array {
  const largest = new Int32Array(values.length / columns);
  for (let row = 0; row < largest.length; row++) {
    largest[row] = largestIn(values, row * columns, (row + 1) * columns);
  }
  return largest;
}

/**
 * Finds the columns of the largest values of each row, largest first, equal ones in their order.
 *
 * @returns the column of each rank in each row, [count][rows]
 */
export function rankedColumns(values: Float32Array, columns: number, count: number): Int32Array[] {
  const rows = values.length / columns;
  const ranked = Array.from({ length: Math.min(count, columns) }, () => new Int32Array(rows));
  for (let row = 0; row < rows; row++) {
    const order = Array.from({ length: columns }, (_, column) => column);
    order.sort((a, b) => values[row * columns + b] - values[row * columns + a]);
    ranked.forEach((rank, at) => (rank[row] = order[at]));
  }
  return ranked;
}

/** Returns the column of the largest value of a row, column `but` excluded. */
export function largestBut(values: Float32Array, row: number, columns: number, but: number): number {
  const start = row * columns;
  let best = but === 0 ? 1 : 0;
  for (let k = best + 1; k < columns; k++) if (k !== but && values[start + k] > values[start + best]) best = k;
  return best;
}

/**
 * Returns the lead of the largest other logit of a row over the logit of its label, minus a bound on float32 error. If it is
 * above 0, a prediction in another batch does not return the label either. Attacks that stop just across a boundary need this.
 */
export function clearLead(logits: Float32Array, row: number, classes: number, label: number): number {
  const own = logits[row * classes + label];
  const other = logits[row * classes + largestBut(logits, row, classes, label)];
  return other - own - 5e-7 * Math.max(Math.abs(own), Math.abs(other));
}

/**
 * Returns the difference that two logits of a row need to be told apart in float32, if an offset that all logits share is larger
 * than their spread; otherwise 0. An attack that aims at a boundary must pass it by as much to reach a clear lead.
 */
export function lostToOffset(logits: Float32Array, row: number, classes: number): number {
  const values = logits.subarray(row * classes, (row + 1) * classes);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const offset = lowest > 0 ? lowest : highest < 0 ? -highest : 0;
  return offset > highest - lowest ? 1e-6 * Math.max(Math.abs(lowest), Math.abs(highest)) : 0;
}
