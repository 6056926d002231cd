import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../../src/errors.ts';
import { encoderOf, isEncoder, isEncoderJson, textEncoder } from '../../../src/text/index.ts';

const letters = {
  encode: (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0) - 96),
  decode: (ids: number[]): string => String.fromCharCode(...ids.map((id) => id + 96)),
};

describe('with the words of texts', () => {
  const texts = fc.array(
    fc.array(fc.stringMatching(/^[a-d]{1,2}$/), { maxLength: 8 }).map((words) => words.join(' ')),
    { maxLength: 6 },
  );
  const wordsIn = (text: string): string[] => text.split(' ').filter(Boolean);

  test('decodes what it encodes, up to the vocabulary and the length, on either side of the padding', () => {
    const sizes = [fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 9 }), fc.boolean()] as const;
    fc.assert(
      fc.property(texts, ...sizes, (items, vocabularySize, length, isBefore) => {
        const encoder = textEncoder({ texts: items, vocabularySize, length, padding: isBefore ? 'before' : 'after' });
        const vocabulary = encoder.vocabulary!;
        expect(vocabulary.length).toBeLessThanOrEqual(vocabularySize);
        expect(new Set(vocabulary).size).toBe(vocabulary.length);
        const ids = encoder.encode(items);
        items.forEach((text, item) => {
          const expected = wordsIn(text)
            .slice(0, length)
            .map((word) => (vocabulary.includes(word) ? word : '<unknown>'));
          const padding = new Array<string>(length - expected.length).fill('<padding>');
          const row = ids.subarray(item * length, (item + 1) * length);
          expect([...row].map((id) => vocabulary[id])).toEqual(
            isBefore ? [...padding, ...expected] : [...expected, ...padding],
          );
          expect(encoder.decode(row)).toBe(expected.join(' '));
        });
      }),
    );
  });

  test('omits no word that is more frequent than a kept one', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 3, max: 8 }), (items, vocabularySize) => {
        const all = items.flatMap(wordsIn);
        const count = (word: string): number => all.filter((other) => other === word).length;
        const kept = textEncoder({ texts: items, vocabularySize }).vocabulary!.slice(2);
        const rarest = Math.min(...kept.map(count));
        for (const word of new Set(all)) if (!kept.includes(word)) expect(count(word)).toBeLessThanOrEqual(rarest);
      }),
    );
  });

  test('encodes texts without a word, with unknown words only, and longer ones, as stated', () => {
    const encoder = textEncoder({ texts: ['a good film'], length: 2 });
    expect([...encoder.encode(['', '?!', 'zebra', 'a good film'])]).toEqual([0, 0, 0, 0, 1, 0, 2, 4]);
    expect(encoder.encode([])).toHaveLength(0);
    expect(() => encoder.encode('a text' as never)).toThrow(InvalidDataError);
    expect(() => encoder.encode([7] as never)).toThrow('Expected a list of strings.');
  });

  test('is restored from its properties', () => {
    const encoder = textEncoder({ texts: ['a good film'], length: 3, padding: 'before', mask: false });
    const json: unknown = JSON.parse(JSON.stringify(encoder));
    expect(isEncoderJson(json)).toBe(true);
    const restored = encoderOf(json as never, undefined);
    expect(isEncoder(restored)).toBe(true);
    expect(JSON.stringify(restored)).toBe(JSON.stringify(encoder));
    expect(restored.encode(['good a'])).toEqual(encoder.encode(['good a']));
    expect(restored.encode(['good a'])).toEqual(
      textEncoder({ ...encoder.toJSON(), ...kept(encoder) }).encode(['good a']),
    );
    expect(() => encoderOf(json as never, letters)).toThrow('Expected no tokenizer.');
  });

  const kept = ({ vocabulary, length, padding, mask }: ReturnType<typeof textEncoder>) => ({
    ...{ tokenizer: undefined, vocabularySize: undefined, vocabulary, length, padding, mask },
  });
});

describe("with a user's own tokenizer", () => {
  const encoder = textEncoder({ tokenizer: letters, vocabularySize: 27, length: 4, name: 'letters' });

  test('truncates, pads and decodes', () => {
    expect([...encoder.encode(['abcde', 'zz', ''])]).toEqual([1, 2, 3, 4, 26, 26, 0, 0, 0, 0, 0, 0]);
    expect(encoder.decode([1, 2, 0, 0])).toBe('ab');
    expect(encoder.vocabulary).toBeUndefined();
  });

  test('refuses ids outside of its vocabulary', () => {
    expect(() => encoder.encode(['a~'])).toThrow(InvalidDataError);
    expect(() => encoder.encode(['a~'])).toThrow('The tokenizer "letters" encodes \'a~\' with the id 30.');
  });

  test('is restored with the tokenizer, and says without it what it needs', () => {
    const json = encoder.toJSON();
    expect(encoderOf(json, letters).encode(['ab'])).toEqual(encoder.encode(['ab']));
    const restored = encoderOf(json, undefined);
    expect(JSON.stringify(restored)).toBe(JSON.stringify(encoder));
    expect(() => restored.encode(['ab'])).toThrow(InvalidOptionError);
    expect(() => restored.decode([1])).toThrow('The tokenizer "letters" is not stored with models and data sets.');
  });
});

test.each([
  [{}, 'no vocabulary is given.'],
  [{ texts: ['a'], tokenizer: letters }, 'texts and tokenizer are given.'],
  [{ texts: ['a', 1] }, 'Expected a list of strings.'],
  [{ texts: Object.assign(['a', 'b', 'c'], { length: 5 }) }, 'Expected a list of strings.'],
  [{ texts: ['a'], length: 0 }, 'textEncoder: length is 0.'],
  [{ texts: ['a'], padding: 'left' }, "textEncoder: padding is 'left'."],
  [{ texts: ['a'], paddingId: 3 }, 'textEncoder: paddingId is 3.\nExpected 0, the padding of words.'],
  [{ tokenizer: letters }, 'the tokenizer "tokenizer" has vocabularySize undefined'],
  [{ tokenizer: letters, vocabularySize: 27, paddingId: 27 }, 'Expected the number of its ids, a padding below it'],
  [{ text: ['a'] }, 'there is no option "text"'],
])('refuses %j', (options, message) => {
  expect(() => textEncoder(options as never)).toThrow(InvalidOptionError);
  expect(() => textEncoder(options as never)).toThrow(message);
});

test.each([{ length: 0 }, { padding: 'left' }, { vocabulary: null }, { vocabularySize: 4 }, { paddingId: -1 }])(
  'properties with %j are those of no encoder',
  (change) => {
    expect(isEncoderJson({ ...textEncoder({ texts: ['a'] }).toJSON(), ...change })).toBe(false);
  },
);
