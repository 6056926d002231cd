import { nearestCrossing } from '../boundaries/nearest-crossing.ts';
import { itemSize } from '../splits/index.ts';
import { InvalidOptionError } from '../errors.ts';
import type { Distances, SignalParameters } from './contract.ts';
import { atOnce, distancesTo } from './crossings.ts';
import type { View } from './view.ts';

/** How far it is to the decision boundary from some inputs of the pool, drawn at random, by DeepFool. */
export async function boundaryDistances(
  view: View,
  { candidates, twins, steps, overshoot, clip }: SignalParameters['boundaryDistances'],
): Promise<Distances> {
  const { classifier, split, pool, count, random } = view;
  const drawn = Math.min(candidates ?? 10 * count, pool.length);
  if (drawn < count) {
    throw new InvalidOptionError(
      `There are ${drawn} candidates to select ${count} inputs from.\nExpected at least ${count}.\n` +
        'Ask for more candidates, or leave them out for ten times as many as are selected.',
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
        atOnce: atOnce(split),
        onDone,
      }),
    (adversarial, start) => twins && moved.set(adversarial, start * columns),
  );
  return { indices, distances, ...(twins && { twins: { data: moved, rows: drawn, columns } }) };
}
