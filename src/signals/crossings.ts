import type { Crossing } from '../boundaries/nearest-crossing.ts';
import type { Split } from '../datasets/contract.ts';
import { itemSize, subset } from '../splits/index.ts';
import { InvalidDataError } from '../errors.ts';
import { assertItemShape } from '../models/network/item-shape.ts';
import type { View } from './view.ts';

/** Inputs that the network is run on at a time: fewer where they are large, since what it computes on the way is kept. */
export const atOnce = (split: Split): number => Math.max(32, Math.floor(400_000 / itemSize(split)));

/** Inputs that are copied out of the pool at a time; the more there are, the longer are the batches full. */
const partSize = 1024;

/** What stands for the distance of an input that no step brought into another class: farther than any other. */
export const outOfReach = Number.MAX_VALUE;

/**
 * Moves inputs of the pool into other classes, part by part, and says how far they had to go.
 *
 * @param indices - of the pool
 * @param cross - moves inputs, and tells how many of them are done after every step
 * @param keep - receives the moved inputs of a part, [part, values of an item], and at which of the indices it starts
 * @returns the L2 distance of each, [indices]; `outOfReach` where the class did not change
 */
export async function distancesTo(
  { classifier, split, pool, progress }: View,
  indices: Int32Array,
  cross: (inputs: Float32Array, onDone: (inputs: number) => void) => Promise<Crossing>,
  keep: (moved: Float32Array, start: number) => void = () => {},
): Promise<Float64Array> {
  assertItemShape(split, classifier);
  const distances = new Float64Array(indices.length);
  for (let start = 0; start < indices.length; start += partSize) {
    const part = subset(
      split,
      indices.subarray(start, start + partSize).map((index) => pool[index]),
    );
    const {
      distances: found,
      crossed,
      adversarial,
    } = await cross(numbers(part.inputs, itemSize(part)), (done) =>
      progress?.({ task: 'select', done: start + done, total: indices.length }),
    );
    found.forEach((distance, i) => (distances[start + i] = crossed[i] ? distance : outOfReach));
    keep(adversarial, start);
  }
  return distances;
}

function numbers(inputs: Float32Array | Int32Array, length: number): Float32Array {
  if (inputs instanceof Float32Array) return inputs;
  throw new InvalidDataError(
    `The inputs are sequences of ${length} token ids, which cannot be moved by a little.\nExpected images.\n` +
      'Choose an acquisition function that does not look for the decision boundary.',
  );
}
