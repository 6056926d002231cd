import { describe, expect, test } from 'vitest';
import type { Split } from '../../../src/datasets/contract.ts';
import { InvalidDataError } from '../../../src/errors.ts';
import { fingerprint, split, subset, validateDataset, validateSplit } from '../../../src/splits/index.ts';
import { textEncoder } from '../../../src/text/index.ts';

const texts = ['a good film', 'bad', 'a bad film'];
const encoder = textEncoder({ texts, length: 3 });
const reviews = split(texts, [1, 0, 0], { encoder });

test('split keeps texts beside their ids, and subset keeps those of its items', () => {
  expect(reviews).toMatchObject({ itemShape: [3], size: 3, texts });
  expect(reviews.inputs).toEqual(encoder.encode(texts));
  const part = subset(reviews, [2, 0, 2]);
  expect(part.texts).toEqual([texts[2], texts[0], texts[2]]);
  expect(part.encoder).toBe(encoder);
  expect(() => validateSplit(part, 2)).not.toThrow();
});

test('split refuses numbers with an encoder, and another encoder', () => {
  expect(() => split([[1, 2, 3]], [0], { encoder })).toThrow(InvalidDataError);
  expect(() => split(texts, [1, 0, 0], { encoder: {} as never })).toThrow('an encoder from textEncoder(…)');
  expect(() => split(texts, [1, 0, 0])).toThrow(InvalidDataError);
});

test('the fingerprint changes with a text and with the encoder', () => {
  const { texts: _, encoder: __, ...ids } = reviews;
  const changed: Split[] = [
    ids,
    { ...reviews, texts: ['a good film', 'Bad', 'a bad film'] },
    { ...reviews, texts: ['a good film', 'bada', ' bad film'] },
    { ...reviews, encoder: textEncoder({ ...encodingOf(), padding: 'before' }) },
  ];
  const all = [reviews, ...changed].map((part) => fingerprint(part));
  expect(new Set(all).size).toBe(all.length);
  expect(fingerprint({ ...reviews, encoder: textEncoder(encodingOf()) })).toBe(fingerprint(reviews));
});

const encodingOf = () => ({ vocabulary: encoder.vocabulary, length: 3 });

describe('a split is refused with', () => {
  test.for<[what: string, change: Partial<Record<keyof Split, unknown>>, message: string]>([
    ['texts of another type', { texts: [1, 2, 3] }, 'Expected a list of strings, one per item'],
    ['one text too few', { texts: ['a', 'b'] }, 'is 2, for 3 items.'],
    ['no list', { texts: 'a bad film' }, 'Expected a list of strings, one per item'],
    ['another encoder', { encoder: { encode: () => [] } }, 'Expected an encoder of texts.'],
    ['an encoder of another length', { encoder: textEncoder({ texts, length: 4 }) }, 'and the shape [4]'],
    ['numbers with an encoder', { inputs: new Float32Array(9) }, 'Expected an Int32Array and the shape [3]'],
    [
      'ids outside of the vocabulary',
      { inputs: new Int32Array(9).fill(6) },
      'contains the token 6.\nExpected ids from 0 to 5',
    ],
    ['negative ids', { inputs: new Int32Array(9).fill(-1) }, 'contains the token -1.'],
  ])('%s', ([, change, message]) => {
    const broken = { ...reviews, ...change } as Split;
    expect(() => validateSplit(broken, 2)).toThrow(InvalidDataError);
    expect(() => validateSplit(broken, 2)).toThrow(message);
  });
});

test('both splits of a data set have one encoder', () => {
  const dataset = { name: 'reviews', classNames: ['bad', 'good'], train: reviews, test: reviews };
  expect(() => validateDataset(dataset)).not.toThrow();
  expect(() => validateDataset({ ...dataset, test: { ...reviews, encoder: textEncoder(encodingOf()) } })).not.toThrow();
  const other = split(texts, [1, 0, 0], { encoder: textEncoder({ texts: ['bad film'], length: 3 }) });
  expect(() => validateDataset({ ...dataset, test: other })).toThrow(
    'The splits of "reviews" have different encoders.',
  );
});
