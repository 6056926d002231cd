import type { Answered } from '../../src/models/answer.ts';
import { largestIn } from '../../src/matrix/rows.ts';

/** The class that a model predicts for an input, with its confidence. */
interface Prediction {
  readonly label: number;
  readonly confidence: number;
}

/** The same with the name of the class. */
export interface NamedPrediction {
  readonly class: string;
  readonly confidence: number;
}

/** The predictions of answers: of scores that are shares, the largest; of any others, that of their softmax; 1 for labels. */
export function scoresOf(answered: Answered, count: number): Prediction[] {
  if ('labels' in answered) return Array.from(answered.labels, (label) => ({ label, confidence: 1 }));
  const { data, columns } = answered.scores;
  return Array.from({ length: count }, (_, item) => {
    const scores = data.subarray(item * columns, (item + 1) * columns);
    const label = largestIn(scores);
    const largest = scores[label];
    const areShares = scores.every((score) => score >= 0) && Math.abs(scores.reduce((a, b) => a + b, 0) - 1) < 1e-3;
    const odds = scores.map((score) => Math.exp(score - largest));
    return {
      label,
      confidence: Math.min(1, areShares ? largest : 1 / odds.reduce((sum, value) => sum + value, 0)),
    };
  });
}
