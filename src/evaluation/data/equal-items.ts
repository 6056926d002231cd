import type { Split } from '../../datasets/contract.ts';
import { itemSize } from '../../splits/index.ts';
import { wordsOf } from '../../text/words.ts';
import type { FoundPosition } from './found.ts';

/** How equal items are found, in words: texts by their words, all other items by their values. */
export const equalityOf = ({ texts }: Split): string =>
  texts ? 'texts are equal if their lower-cased words are' : 'items are equal if all values are';

/**
 * Groups equal items, in linear time. Texts are equal if they consist of the same lower-cased words in the same order, whatever stands
 * between them; texts without a word, if they are the same. All other items are equal if all their values are. Items are compared, not only
 * their hashes.
 *
 * @returns groups of at least two items, in the order of their first items
 */
export function equalItems(splits: readonly Split[]): FoundPosition[][] {
  const groups = splits[0].texts ? equalTexts(splits) : equalValues(splits);
  return groups.filter((group) => group.length > 1);
}

/** The words of a text as one string, which is the same for equal texts only. */
export function wordKey(text: string): string {
  const words = wordsOf(text);
  return words.length > 0 ? words.join(' ') : `\n${text}`;
}

function equalTexts(splits: readonly Split[]): FoundPosition[][] {
  const groups = new Map<string, FoundPosition[]>();
  splits.forEach(({ texts = [] }, split) =>
    texts.forEach((text, position) => {
      const key = wordKey(text);
      const group = groups.get(key);
      if (group) group.push({ split, position });
      else groups.set(key, [{ split, position }]);
    }),
  );
  return [...groups.values()];
}

function equalValues(splits: readonly Split[]): FoundPosition[][] {
  const length = itemSize(splits[0]);
  const groups: FoundPosition[][] = [];
  const byHash = new Map<number, number[]>();
  splits.forEach(({ inputs, size }, split) => {
    for (let position = 0; position < size; position++) {
      const start = position * length;
      const hash = hashOf(inputs, start, length);
      const candidates = byHash.get(hash);
      const equal = candidates?.find((group) => {
        const [first] = groups[group];
        return areEqual(inputs, start, splits[first.split].inputs, first.position * length, length);
      });
      if (equal !== undefined) groups[equal].push({ split, position });
      else {
        if (candidates) candidates.push(groups.length);
        else byHash.set(hash, [groups.length]);
        groups.push([{ split, position }]);
      }
    }
  });
  return groups;
}

type Values = Float32Array | Int32Array;
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** FNV-1a over the values as 32-bit words. Zeros of both signs are one value. */
function hashOf(values: Values, start: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < start + length; at++) {
    float[0] = values[at] + 0;
    hash = Math.imul(hash ^ bits[0], 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

function areEqual(a: Values, startOfA: number, b: Values, startOfB: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (a[startOfA + at] !== b[startOfB + at]) return false;
  return true;
}
