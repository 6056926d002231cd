import { createHash } from 'node:crypto';
import type { Split } from '../datasets/contract.ts';
import { itemSize } from '../splits/index.ts';

const idsOfSplits = new WeakMap<Split, readonly string[]>();

/** Bytes of a hash that an id keeps: two of 10,000 different inputs share an id with a probability of 2e-7. */
const idBytes = 6;

/**
 * Computes a stable id per input: the hash of its label with the name that the split gives it, or else with its values. It does not depend on
 * the position, so inputs can be added and removed. An input whose label was corrected is another input.
 *
 * @returns 8 characters per input
 */
export function inputIds(split: Split): readonly string[] {
  const known = idsOfSplits.get(split);
  if (known) return known;
  const { inputs, labels, ids, size } = split;
  const length = itemSize(split);
  const bytes = new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.byteLength);
  const width = length * inputs.BYTES_PER_ELEMENT;
  const computed = Array.from({ length: size }, (_, item) =>
    createHash('sha256')
      .update(`${labels[item]}:`)
      .update(ids ? ids[item] : bytes.subarray(item * width, (item + 1) * width))
      .digest()
      .subarray(0, idBytes)
      .toString('base64'),
  );
  idsOfSplits.set(split, computed);
  return computed;
}

/** @returns a short name of a list of inputs: the hash of their ids */
export const digestOf = (ids: readonly string[]): string =>
  createHash('sha256').update(ids.join('')).digest('hex').slice(0, 12);
