import type { Matrix } from '../matrix.ts';

/** What a row of probabilities says of its input, one number each: what acquisition functions rank and biases compare. */
export type Characteristic = 'entropy' | 'gini' | 'leastConfidence' | 'margin';

/**
 * Entropy of every row: H = -Σ p log p, with 0 log 0 = 0.
 *
 * @param probabilities - [n, classes]
 * @returns [n], in nats, within [0, log classes]
 */
export function entropies(probabilities: Matrix): Float64Array {
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
export function giniImpurities(probabilities: Matrix): Float64Array {
  return perRow(probabilities, (data, start, end) => {
    let sum = 0;
    for (let i = start; i < end; i++) sum += data[i] * data[i];
    return 1 - sum;
  });
}

/**
 * Least confidence of every row: 1 - p₁, p₁ being its largest probability.
 *
 * @param probabilities - [n, classes]
 * @returns [n], within [0, 1 - 1 / classes]
 */
export function leastConfidences(probabilities: Matrix): Float64Array {
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
 * @returns [n], within [0, 1]; small where the model hesitates
 */
export function margins(probabilities: Matrix): Float64Array {
  return perRow(probabilities, (data, start, end) => {
    let first = -Infinity;
    let second = -Infinity;
    for (let i = start; i < end; i++) {
      second = Math.max(second, Math.min(first, data[i]));
      first = Math.max(first, data[i]);
    }
    return first - second;
  });
}

/** The four characteristics by name. */
export const characteristics: Readonly<Record<Characteristic, (probabilities: Matrix) => Float64Array>> = {
  entropy: entropies,
  gini: giniImpurities,
  leastConfidence: leastConfidences,
  margin: margins,
};

function perRow(
  { data, rows, columns }: Matrix,
  measure: (data: Float32Array, start: number, end: number) => number,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => measure(data, row * columns, (row + 1) * columns));
}
