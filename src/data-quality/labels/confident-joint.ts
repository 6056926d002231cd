import type { Shares } from '../../evaluation/probabilities.ts';
import { largestIn } from '../../matrix/rows.ts';
import { pairwiseSum } from './pairwise-sum.ts';
import { roundKeepingSum } from './round-keeping-sum.ts';

/** What confident learning counts of given labels against probabilities. */
export interface ConfidentCounts {
  /** Mean probability of each class over the items with its label, at least 1e-6; 2 for a class without items. */
  readonly thresholds: Float64Array;
  /** Items per given label and confident class, [given][class], at least 1 on the diagonal. */
  readonly counts: readonly Float64Array[];
  /** The counts, scaled to the number of items with each label, and whole. */
  readonly calibrated: readonly Float64Array[];
  /** Items that count beside the diagonal. */
  readonly offDiagonal: readonly number[];
}

/** Probabilities this close below a threshold reach it. */
const tolerance = 1e-6;

/** Threshold of a class without items: no probability reaches it. */
const unreachable = 2;

/**
 * Counts items by their given label and by the class that their probabilities reach the threshold of; of several such classes, the one
 * with the largest probability. An item that reaches no threshold is not counted.
 *
 *   t_j = mean of p(j | x) over the items with label j;   C[i][j] = |{ x with label i : j = argmax_(l : p(l | x) ≥ t_l) p(l | x) }|
 *
 * @see Northcutt, Jiang and Chuang 2021, arXiv:1911.00068, equations 1 to 3
 */
export function confidentCounts({ data, rows, columns }: Shares, labels: Int32Array): ConfidentCounts {
  const members = new Float64Array(columns);
  const sums = new Float64Array(columns);
  for (let item = 0; item < rows; item++) {
    members[labels[item]]++;
    sums[labels[item]] += data[item * columns + labels[item]];
  }
  const thresholds = sums.map((sum, k) => (members[k] === 0 ? unreachable : Math.max(sum / members[k], tolerance)));
  const counts = Array.from({ length: columns }, () => new Float64Array(columns));
  const offDiagonal: number[] = [];
  for (let item = 0; item < rows; item++) {
    const row = data.subarray(item * columns, (item + 1) * columns);
    const guess = confidentClass(row, thresholds);
    if (guess === undefined) continue;
    counts[labels[item]][guess]++;
    if (guess !== labels[item]) offDiagonal.push(item);
  }
  counts.forEach((row, k) => (row[k] = Math.max(row[k], 1)));
  return { thresholds, counts, calibrated: calibratedCounts(counts, members, rows), offDiagonal };
}

/** The class whose threshold is reached; of several, the class with the largest probability of all. */
function confidentClass(row: Float32Array | Float64Array, thresholds: Float64Array): number | undefined {
  let first: number | undefined;
  for (let k = 0; k < row.length; k++) {
    if (row[k] < thresholds[k] - tolerance) continue;
    if (first !== undefined) return largestIn(row);
    first = k;
  }
  return first;
}

/** Scales each row to the number of items with its label, and rounds so that the row keeps its sum. */
function calibratedCounts(counts: readonly Float64Array[], members: Float64Array, items: number): Float64Array[] {
  const scaled = counts.map((row, given) => {
    const sum = row.reduce((total, value) => total + value, 0);
    return row.map((value) => (value / sum) * members[given]);
  });
  const byClass = Float64Array.from(scaled.flatMap((_, column) => scaled.map((row) => row[column])));
  const total = pairwiseSum(byClass);
  return scaled.map((row) => roundKeepingSum(row.map((value) => (value / total) * items)));
}
