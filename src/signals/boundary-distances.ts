import { nearestCrossing } from '../boundaries/nearest-crossing.ts';
import { itemSize } from '../splits/index.ts';
import { InvalidDataError, InvalidOptionError } from '../errors.ts';
import type { Distances, SignalParameters } from './contract.ts';
import { atOnce, distancesTo } from './crossings.ts';
import { signalsOnWorkers } from './on-workers.ts';
import type { View } from './view.ts';

/**
 * Estimates the distance to the decision boundary by DeepFool, for pool inputs drawn at random.
 *
 * @throws InvalidOptionError if there are fewer candidates than inputs to select
 */
export async function boundaryDistances(
  view: View,
  parameters: SignalParameters['boundaryDistances'],
): Promise<Distances> {
  const indices = candidatesOf(view, parameters);
  const drawn = { ...view, pool: indices.map((index) => view.pool[index]), count: undefined };
  const requests = { boundaryDistances: { ...parameters, candidates: null } };
  const here = (part: View): Promise<Distances> => distancesOfAll(part, parameters);
  const spread = await signalsOnWorkers(requests, drawn, async (part) => ({
    size: part.pool.length,
    boundaryDistances: await here(part),
  }));
  return { ...(spread?.boundaryDistances ?? (await here(drawn))), indices };
}

/** The pool indices of the candidates, ascending. */
function candidatesOf(
  { pool, count, random }: View,
  { candidates }: SignalParameters['boundaryDistances'],
): Int32Array {
  const drawn = Math.min(candidates ?? (count === undefined ? pool.length : 10 * count), pool.length);
  if (count !== undefined && drawn < count) {
    throw new InvalidOptionError(
      `There are ${drawn} candidates, but ${count} inputs are to be selected.\nExpected at least ${count} candidates.\n` +
        'Raise candidates, or omit the option to draw ten per selected input.',
    );
  }
  return random.sample(pool.length, drawn).sort();
}

/** The distances of all inputs of the pool. */
async function distancesOfAll(
  view: View,
  { twins, steps, overshoot, clip }: SignalParameters['boundaryDistances'],
): Promise<Distances> {
  const { classifier, split, pool } = view;
  if (twins && split.inputs instanceof Int32Array) throw twinsOfIds();
  const indices = Int32Array.from(pool.keys());
  const columns = itemSize(split);
  const moved = new Float32Array(twins ? pool.length * columns : 0);
  const distances = await distancesTo(
    view,
    indices,
    (network, inputs, onDone) =>
      nearestCrossing(network, inputs, {
        steps,
        overshoot,
        candidates: classifier.classes,
        clip,
        atOnce: atOnce(view),
        onDone,
      }),
    (adversarial, start) => twins && moved.set(adversarial, start * columns),
  );
  return { indices, distances, ...(twins && { twins: { data: moved, rows: pool.length, columns } }) };
}

const twinsOfIds = (): InvalidDataError =>
  new InvalidDataError(
    'dfal: the inputs are token ids, which move at their embedding, where a twin is no text.\nExpected images, or no twins.\nPass twins: false.',
  );
