import { nearestCrossing } from '../boundaries/nearest-crossing.ts';
import { itemSize } from '../splits/index.ts';
import { InvalidOptionError } from '../errors.ts';
import type { Distances, SignalParameters } from './contract.ts';
import { atOnce, distancesTo } from './crossings.ts';
import type { View } from './view.ts';

/**
 * Estimates the distance to the decision boundary by DeepFool, for pool inputs drawn at random.
 *
 * @throws InvalidOptionError if there are fewer candidates than inputs to select
 */
export async function boundaryDistances(
  view: View,
  { candidates, twins, steps, overshoot, clip }: SignalParameters['boundaryDistances'],
): Promise<Distances> {
  const { classifier, split, pool, count, random } = view;
  const drawn = Math.min(candidates ?? (count === undefined ? pool.length : 10 * count), pool.length);
  if (count !== undefined && drawn < count) {
    throw new InvalidOptionError(
      `There are ${drawn} candidates, but ${count} inputs are to be selected.\nExpected at least ${count} candidates.\n` +
        'Raise candidates, or omit the option to draw ten per selected input.',
    );
  }
  const indices = random.sample(pool.length, drawn).sort();
  const columns = itemSize(split);
  const moved = new Float32Array(twins ? drawn * columns : 0);
  const distances = await distancesTo(
    view,
    indices,
    (inputs, onDone) =>
      nearestCrossing(classifier, inputs, {
        steps,
        overshoot,
        candidates: classifier.classes,
        clip,
        atOnce: atOnce(view),
        onDone,
      }),
    (adversarial, start) => twins && moved.set(adversarial, start * columns),
  );
  return { indices, distances, ...(twins && { twins: { data: moved, rows: drawn, columns } }) };
}
