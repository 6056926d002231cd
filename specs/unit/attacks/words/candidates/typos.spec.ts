import { describe, expect, test } from 'vitest';
import { typo, typoKinds } from '../../../../../src/attacks/words/candidates/typos.ts';
import { createRandom } from '../../../../../src/random/index.ts';
import { editDistance } from '../../../../../src/text/edit-distance.ts';
import { wordSpansOf } from '../../../../../src/text/word-spans.ts';

const random = createRandom(1);
const words = ['Film', 'award', 'THE', 'x', '2026', 'naïve', "don't"];

describe.each(typoKinds)('%s', (kind) => {
  test.each(words)('changes %s by one typo, in every draw', (word) => {
    for (let draw = 0; draw < 50; draw++) {
      const changed = typo(kind, word, random.fork(word, draw));
      if (changed === undefined) continue;
      expect(editDistance(word, changed)).toBe(kind === 'swap' ? 2 : 1);
      if (!word.includes("'")) expect(wordSpansOf(changed).words).toEqual([changed]);
    }
  });

  test('draws the same typo from the same seed', () => {
    expect(typo(kind, 'award', createRandom(3))).toBe(typo(kind, 'award', createRandom(3)));
  });
});

test.each([
  ['swap', 'x'],
  ['swap', 'aaa'],
  ['delete', 'x'],
  ['homoglyph', '2026'],
] as const)('%s has no place in %s', (kind, word) => {
  expect(typo(kind, word, random)).toBeUndefined();
});

test('reaches every place of a word', () => {
  const swapped = new Set(Array.from({ length: 100 }, (_, draw) => typo('swap', 'abcd', random.fork(draw))));
  expect(swapped).toEqual(new Set(['bacd', 'acbd', 'abdc']));
});

test('keeps the case of letters', () => {
  for (let draw = 0; draw < 50; draw++) {
    expect(typo('substitute', 'THE', random.fork(draw))).toMatch(/^[A-Z]{3}$/);
    expect(typo('insert', 'the', random.fork(draw))).toMatch(/^[a-z]{4}$/);
  }
});
