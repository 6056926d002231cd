import { subset } from '../../src/splits/index.ts';
import type { Classifier } from '../../src/models/index.ts';
import type { DividedInputs } from './retraining-inputs.ts';

/**
 * One JSON object a line for every selected input, most wanted first: its rank, split, position there, id where the data has
 * ids, the entropy of the model's prediction in nats, and what it predicts.
 *
 * @param selected - positions in the pool
 */
export async function selectionLines(
  classifier: Classifier,
  { pool, positions, split }: DividedInputs,
  selected: Int32Array,
): Promise<string> {
  const { data, columns } = await classifier.probabilities(subset(pool, selected));
  const lines = Array.from(selected, (at, row) => {
    const probabilities = data.subarray(row * columns, (row + 1) * columns);
    return JSON.stringify({
      rank: row + 1,
      split,
      position: positions[at],
      id: pool.ids?.[at],
      entropy: Number(entropyOf(probabilities).toFixed(6)),
      predicted: probabilities.indexOf(Math.max(...probabilities)),
    });
  });
  return `${lines.join('\n')}\n`;
}

function entropyOf(probabilities: Float32Array): number {
  return probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
}
