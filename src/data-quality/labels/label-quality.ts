import type { Shares } from '../../evaluation/probabilities.ts';

/** How well a label fits the probabilities of its item: 0 is worst, 1 best. */
export type LabelScore = 'selfConfidence' | 'normalizedMargin' | 'confidenceWeightedEntropy';

type Score = (row: Float32Array | Float64Array, label: number) => number;

const scores: Readonly<Record<LabelScore, Score>> = {
  selfConfidence: (row, label) => row[label],
  normalizedMargin: (row, label) => (row[label] - largestOther(row, label) + 1) / 2,
  confidenceWeightedEntropy: (row, label) => {
    const ratio = normalizedEntropy(row) / Math.max(row[label], 1e-6);
    return ratio < 1e-6 ? 1 : Math.log(ratio + 1) / ratio; // its limit: a certain, fitting label is the best one
  },
};

/** The names of the scores. */
export const labelScores = Object.keys(scores) as LabelScore[];

/**
 * Scores the label of each item by its probabilities p:
 *
 *   selfConfidence              p(label)
 *   normalizedMargin            (p(label) − max of the others + 1) / 2
 *   confidenceWeightedEntropy   log(r + 1) / r,   r = entropy / log(classes) / p(label)
 *
 * @returns a score per item, the lower the more probably wrong
 * @see Kuan and Mueller 2022, arXiv:2210.05820
 */
export function labelQuality({ data, rows, columns }: Shares, labels: Int32Array, by: LabelScore): Float64Array {
  const score = scores[by];
  return Float64Array.from({ length: rows }, (_, item) =>
    score(data.subarray(item * columns, (item + 1) * columns), labels[item]),
  );
}

function largestOther(row: Float32Array | Float64Array, label: number): number {
  let largest = 0;
  for (let k = 0; k < row.length; k++) if (k !== label) largest = Math.max(largest, row[k]);
  return largest;
}

/** Entropy divided by that of equal probabilities. */
function normalizedEntropy(row: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of row) if (value > 0) sum -= value * Math.log(value);
  return sum / Math.log(row.length);
}
