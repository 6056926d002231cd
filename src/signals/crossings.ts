import type { Crossing } from '../boundaries/nearest-crossing.ts';
import { itemSize, subset } from '../splits/index.ts';
import { InvalidDataError } from '../errors.ts';
import type { Network } from '../models/network/contract.ts';
import { boundedBatch, gradientBytes } from '../models/network/batch-size.ts';
import { assertItemShape } from '../models/network/item-shape.ts';
import { atEmbedding, type AtEmbedding } from '../models/network/at-embedding.ts';
import type { View } from './view.ts';

/** Returns the number of inputs per network run: fewer for large inputs and networks, because intermediate results are kept. */
export const atOnce = ({ split, classifier }: View): number =>
  boundedBatch(Math.max(32, Math.floor(400_000 / itemSize(split))), gradientBytes(classifier.model));

/** Number of inputs copied out of the pool at a time; a larger part keeps batches full for longer. */
const partSize = 1024;

/** Distance of an input that no step moved into another class: farther than any other. */
export const outOfReach = Number.MAX_VALUE;

/**
 * Moves pool inputs into other classes, part by part, and measures the distances. Token ids move at their embedding.
 *
 * @param indices - pool indices
 * @param cross - moves inputs of a network, and reports after every step how many of them are done
 * @param keep - receives the moved inputs of a part, [part, values per item], and the position of its first input in `indices`
 * @returns L2 distances, [indices]; `outOfReach` for inputs whose class did not change
 * @throws InvalidDataError if the inputs are token ids, and no single embedding reads them
 */
export async function distancesTo(
  { classifier, split, pool, progress }: View,
  indices: Int32Array,
  cross: (network: Network, inputs: Float32Array, onDone: (inputs: number) => void) => Promise<Crossing>,
  keep: (moved: Float32Array, start: number) => void = () => {},
): Promise<Float64Array> {
  assertItemShape(split, classifier);
  const walk = split.inputs instanceof Float32Array ? undefined : embedded(classifier, itemSize(split));
  const distances = new Float64Array(indices.length);
  for (let start = 0; start < indices.length; start += partSize) {
    const part = subset(
      split,
      indices.subarray(start, start + partSize).map((index) => pool[index]),
    );
    const {
      distances: partDistances,
      crossed,
      adversarial,
    } = await cross(
      walk?.network ?? classifier,
      walk ? walk.embed(part.inputs as Int32Array) : (part.inputs as Float32Array),
      (done) => progress?.({ task: 'select', done: start + done, total: indices.length }),
    );
    partDistances.forEach((distance, i) => (distances[start + i] = crossed[i] ? distance : outOfReach));
    keep(adversarial, start);
  }
  return distances;
}

function embedded(classifier: Network, length: number): AtEmbedding {
  const walk = atEmbedding(classifier);
  if (walk) return walk;
  throw new InvalidDataError(
    `The inputs are sequences of ${length} token ids, which cannot be perturbed slightly.\n` +
      'Expected images, or a network that reads the ids by one embedding, where its vectors are perturbed.\n' +
      'Choose an acquisition function that does not search for the decision boundary.',
  );
}
