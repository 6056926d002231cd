import { subset } from '../../src/splits/index.ts';
import type { Classifier } from '../../src/models/index.ts';
import { entropies, predictedClasses } from '../../src/uncertainty/characteristics.ts';
import { changedTexts, type SelectedAttack } from './changed-texts.ts';
import type { DividedInputs } from './retraining-inputs.ts';

/**
 * Writes one line of JSON per selected input, highest priority first: its rank, split, position in the split, id if the data
 * has ids, the entropy of the prediction in nats, and the predicted class. A line on a text also has the text, and what an attack made of it.
 *
 * @param selected - positions in the pool
 * @param attack - the attack on texts that retraining uses. @defaultValue none
 * @returns the lines
 */
export async function selectionLines(
  classifier: Classifier,
  { pool, positions, split }: DividedInputs,
  selected: Int32Array,
  attack?: SelectedAttack,
): Promise<string> {
  const probabilities = await classifier.probabilities(subset(pool, selected));
  const [uncertainty, predicted] = [entropies(probabilities), predictedClasses(probabilities)];
  const found = attack && (await changedTexts(classifier, subset(pool, selected), attack));
  const lines = Array.from(selected, (at, row) =>
    JSON.stringify({
      rank: row + 1,
      split,
      position: positions[at],
      id: pool.ids?.[at],
      entropy: Number(uncertainty[row].toFixed(6)),
      predicted: predicted[row],
      text: pool.texts?.[at],
      adversarial: found?.[row],
    }),
  );
  return `${lines.join('\n')}\n`;
}
