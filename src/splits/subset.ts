import type { Split } from '../datasets/contract.ts';
import { InvalidOptionError } from '../errors.ts';

/** Number of values of one item: the product of its shape. */
export function itemSize(split: Pick<Split, 'itemShape'>): number {
  return split.itemShape.reduce((product, length) => product * length, 1);
}

/**
 * The items at the positions, in that order, as an independent split; a position may come up more than once.
 *
 * @param inputs - receives the inputs, of the type of those of the split; the receiver sees to it that nobody else has them
 * @throws InvalidOptionError on a position that is no integer in [0, size)
 */
export function subset(split: Split, positions: ArrayLike<number>, inputs = roomFor(split, positions.length)): Split {
  const length = itemSize(split);
  const size = positions.length;
  const labels = new Int32Array(size);
  const ids = split.ids === undefined ? undefined : new Array<string>(size);
  for (let i = 0; i < size; i++) {
    const position = positions[i];
    if (!Number.isInteger(position) || position < 0 || position >= split.size) {
      throw new InvalidOptionError(
        `subset: position ${position} (entry ${i}) is outside the split.\nExpected integers from 0 to ${split.size - 1}.`,
      );
    }
    inputs.set(split.inputs.subarray(position * length, (position + 1) * length), i * length);
    labels[i] = split.labels[position];
    if (ids !== undefined) ids[i] = (split.ids as readonly string[])[position];
  }
  return { inputs, itemShape: split.itemShape, labels, size, ...(ids && { ids }) };
}

/** Memory for the inputs of so many items of a split. */
export function roomFor(split: Split, items: number): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  const length = items * itemSize(split);
  return split.inputs instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
}
