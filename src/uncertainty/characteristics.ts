import { largestOf } from '../matrix/rows.ts';

/** A `Matrix` of single or double precision. */
export interface Rows {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** One number per row of probabilities, by which acquisition functions rank inputs and biases compare selections. */
export type Characteristic = 'entropy' | 'gini' | 'leastConfidence' | 'margin';

/**
 * Entropy of every row: H = -Σ p log p, with 0 log 0 = 0.
 *
 * @param probabilities - [n, classes]
 * @returns [n], in nats, within [0, log classes]
 */
export function entropies(probabilities: Rows): Float64Array {
  return perRow(probabilities, (data, start, end) => {
    let sum = 0;
    for (let i = start; i < end; i++) {
      const p = data[i];
      if (p !== 0) sum -= p * Math.log(p);
    }
    return sum;
  });
}

/**
 * Gini impurity of every row: 1 - Σ p².
 *
 * @param probabilities - [n, classes]
 * @returns [n], within [0, 1 - 1 / classes]
 */
export function giniImpurities(probabilities: Rows): Float64Array {
  return perRow(probabilities, (data, start, end) => {
    let sum = 0;
    for (let i = start; i < end; i++) sum += data[i] * data[i];
    return 1 - sum;
  });
}

/**
 * Least confidence of every row: 1 - p₁, where p₁ is its largest probability.
 *
 * @param probabilities - [n, classes]
 * @returns [n], within [0, 1 - 1 / classes]
 */
export function leastConfidences(probabilities: Rows): Float64Array {
  return perRow(probabilities, (data, start, end) => {
    let first = data[start];
    for (let i = start + 1; i < end; i++) first = Math.max(first, data[i]);
    return 1 - first;
  });
}

/**
 * Margin of every row: p₁ - p₂, the lead of the most probable class over the second.
 *
 * @param probabilities - [n, classes]
 * @returns [n], within [0, 1]; small if the model hesitates
 */
export function margins(probabilities: Rows): Float64Array {
  return perRow(probabilities, (...row) => {
    const [first, second] = twoLargest(...row);
    return first - second;
  });
}

/**
 * Ratio of the two largest probabilities of every row: p₂ / p₁.
 *
 * @param probabilities - [n, classes]
 * @returns [n], in [0, 1]; near 1 if the model hesitates
 */
export function marginRatios(probabilities: Rows): Float64Array {
  return perRow(probabilities, (...row) => {
    const [first, second] = twoLargest(...row);
    return first > 0 ? second / first : 1;
  });
}

/** Returns the predicted class of every row, [n]: the column of its largest probability, the first of equal ones. */
export function predictedClasses({ data, columns }: Rows): Int32Array {
  return largestOf(data, columns);
}

/** The four characteristics by name. */
export const characteristics: Readonly<Record<Characteristic, (probabilities: Rows) => Float64Array>> = {
  entropy: entropies,
  gini: giniImpurities,
  leastConfidence: leastConfidences,
  margin: margins,
};

function twoLargest(data: Rows['data'], start: number, end: number): [number, number] {
  let first = -Infinity;
  let second = -Infinity;
  for (let i = start; i < end; i++) {
    second = Math.max(second, Math.min(first, data[i]));
    first = Math.max(first, data[i]);
  }
  return [first, second];
}

function perRow(
  { data, rows, columns }: Rows,
  measure: (data: Rows['data'], start: number, end: number) => number,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => measure(data, row * columns, (row + 1) * columns));
}
