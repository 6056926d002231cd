import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDataset, tsv } from '../../../../src/datasets/index.ts';
import { encode, vocabularyOf, wordsOf } from '../../../../src/datasets/formats/vocabulary.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';

let folder: string;
const write = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-tsv-'));
  await write('labels.txt', 'sport\nworld\n');
  await write('train.tsv', "0\tThe cup, the CUP!\n1\tPeace? Don't ask the cup\n");
  await write('test.tsv', '1\tthe unheard-of peace\n0\t\n');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('words are numbered by their frequency in the training split; 0 is padding, 1 is unknown', () => {
  const dataset = tsv(folder, { length: 4 });
  expect(dataset).toMatchObject({ kind: 'text', classNames: ['sport', 'world'] });
  expect(dataset.vocabulary).toEqual(['<padding>', '<unknown>', 'cup', 'the', 'ask', "don't", 'peace']);
  expect(dataset.train).toMatchObject({ size: 2, itemShape: [4] });
  expect([...dataset.train.inputs]).toEqual([3, 2, 3, 2, 6, 5, 4, 3]);
  expect([...dataset.test.inputs]).toEqual([3, 1, 1, 6, 0, 0, 0, 0]);
  expect([...dataset.test.labels]).toEqual([1, 0]);
});

test('a small vocabulary omits the rarest words', () => {
  expect(tsv(folder, { length: 4, vocabularySize: 3 }).vocabulary).toEqual(['<padding>', '<unknown>', 'cup']);
  expect([...tsv(folder, { length: 4, vocabularySize: 3 }).train.inputs]).toEqual([1, 2, 1, 2, 1, 1, 1, 1]);
});

test('can be opened again from its source; files may be gzipped and have CR LF line ends', async () => {
  const dataset = tsv(folder, { length: 7, name: 'own' });
  expect(await openDataset(dataset.source!)).toStrictEqual(dataset);
  await write('labels.txt', 'sport\r\nworld\r\n');
  await write('test.tsv.gz', gzipSync('1\tthe unheard-of peace\n0\t'));
  await rm(join(folder, 'test.tsv'));
  expect(tsv(folder, { length: 7, name: 'own' })).toStrictEqual(dataset);
});

test.for<[what: string, name: string, content: string | Uint8Array, message: string]>([
  [
    'a line without a tab',
    'train.tsv',
    '0\tone\n1 two\n',
    'train.tsv, line 2: there is no tab.\nExpected label<TAB>text with a label from 0 to 1, because labels.txt names 2 classes.',
  ],
  ['a label without a class', 'test.tsv', '2\tone\n', 'test.tsv, line 1: the label is "2".'],
  ['a label that is not a number', 'test.tsv', '0\tone\n-1\tone\n', 'test.tsv, line 2: the label is "-1".'],
  ['a file that is not UTF-8', 'test.tsv', new Uint8Array([0x30, 9, 0xff, 0xfe]), 'test.tsv is not UTF-8 text.'],
  ['an empty file', 'train.tsv', '', 'is empty.\nExpected at least one labelled item.'],
])('rejects %s', async ([, name, content, message]) => {
  await write(name, content);
  expect(() => tsv(folder)).toThrow(InvalidDataError);
  expect(() => tsv(folder)).toThrow(message);
});

test('rejects options out of range', () => {
  expect(() => tsv(folder, { length: 0 })).toThrow(InvalidOptionError);
  expect(() => tsv(folder, { vocabularySize: 2 })).toThrow(
    'tsv: vocabularySize is 2.\nExpected an integer of at least 3.',
  );
});

describe('the encoding', () => {
  const texts = fc.array(fc.array(fc.stringMatching(/^[a-d]{1,2}$/), { maxLength: 8 }), { maxLength: 6 });

  test('recovers texts from their ids, up to the vocabulary and the length', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 9 }), (items, size, length) => {
        const vocabulary = vocabularyOf(items, size);
        expect(vocabulary.length).toBeLessThanOrEqual(size);
        expect(new Set(vocabulary).size).toBe(vocabulary.length);
        const ids = encode(items, vocabulary, length);
        items.forEach((words, item) => {
          const expected = words.slice(0, length).map((word) => (vocabulary.includes(word) ? word : '<unknown>'));
          const padded = [...expected, ...new Array<string>(length).fill('<padding>')].slice(0, length);
          expect([...ids.subarray(item * length, (item + 1) * length)].map((id) => vocabulary[id])).toEqual(padded);
        });
      }),
    );
  });

  test('omits no word that is more frequent than a kept one', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 3, max: 8 }), (items, size) => {
        const count = (word: string): number => items.flat().filter((other) => other === word).length;
        const kept = vocabularyOf(items, size).slice(2);
        const rarest = Math.min(...kept.map(count));
        for (const word of new Set(items.flat()))
          if (!kept.includes(word)) expect(count(word)).toBeLessThanOrEqual(rarest);
      }),
    );
  });

  test('keeps apostrophes, digits and letters of any script, and lower-cases words', () => {
    expect(wordsOf('Don’t STOP – 3.5% für ’em! Ὀδυσσεύς')).toEqual([
      'don’t',
      'stop',
      '3',
      '5',
      'für',
      'em',
      'ὀδυσσεύς',
    ]);
  });
});
