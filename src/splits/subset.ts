import type { Split } from '../datasets/contract.ts';
import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import { checkParts, itemSize } from './check-parts.ts';
import { isListLike } from './types.ts';

/**
 * Returns the items at the positions, in that order, as an independent split; positions may repeat.
 *
 * @param inputs - array that receives the inputs, of the type of the split's inputs; must not be used elsewhere
 * @throws InvalidOptionError on a position that is not an integer in [0, size); InvalidDataError if a part of the split has
 *   another type
 */
export function subset(
  split: Split,
  positions: ArrayLike<number>,
  inputs = roomFor(split, lengthOf(positions)),
): Split {
  const length = itemSize(split);
  const size = positions.length;
  const labels = new Int32Array(size);
  const { encoder } = split;
  const ids = split.ids === undefined ? undefined : new Array<string>(size);
  const texts = split.texts === undefined ? undefined : new Array<string>(size);
  for (let i = 0; i < size; i++) {
    const position = positions[i];
    if (!Number.isInteger(position) || position < 0 || position >= split.size) {
      throw new InvalidOptionError(
        `subset: position ${show(position)} (entry ${i}) is outside the split.\nExpected integers from 0 to ${split.size - 1}.\nPass positions of items in this split.`,
      );
    }
    inputs.set(split.inputs.subarray(position * length, (position + 1) * length), i * length);
    labels[i] = split.labels[position];
    if (ids !== undefined) ids[i] = (split.ids as readonly string[])[position];
    if (texts !== undefined) texts[i] = (split.texts as readonly string[])[position];
  }
  const named = { ...(ids && { ids }), ...(texts && { texts }), ...(encoder && { encoder }) };
  return { inputs, itemShape: split.itemShape, labels, size, ...named };
}

/** The number of positions. A number that anybody could set is no reason to allocate memory. */
function lengthOf(positions: unknown): number {
  if (isListLike(positions)) return positions.length;
  throw new InvalidOptionError(
    `subset: the positions are ${show(positions)}.\nExpected a list of integers.\nPass an array or a typed array, such as Int32Array.of(0, 1).`,
  );
}

/** Returns an array that holds the inputs of `items` items of a split. */
export function roomFor(split: Split, items: number): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  checkParts(split);
  const length = items * itemSize(split);
  return split.inputs instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
}
