import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataset, tsv, type Dataset } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';

let folder: string;
const write = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);

/** A data set without the functions of its encoder. */
const plain = (dataset: Dataset): unknown => JSON.parse(JSON.stringify(dataset));

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
  expect(plain(await openDataset(dataset.source!))).toStrictEqual(plain(dataset));
  await write('labels.txt', 'sport\r\nworld\r\n');
  await write('test.tsv.gz', gzipSync('1\tthe unheard-of peace\n0\t'));
  await rm(join(folder, 'test.tsv'));
  expect(plain(tsv(folder, { length: 7, name: 'own' }))).toStrictEqual(plain(dataset));
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

test('splits keep their texts, with quotation marks, and the encoder that made their ids', async () => {
  await write('test.tsv', '1\t"The" peace, 5" wide\n0\t"\n');
  const { train, test: tested, encoder } = tsv(folder, { length: 4, padding: 'before', mask: false });
  expect(train.texts).toEqual(['The cup, the CUP!', "Peace? Don't ask the cup"]);
  expect(tested.texts).toEqual(['"The" peace, 5" wide', '"']);
  expect(train.encoder).toBe(encoder);
  expect(tested.encoder).toBe(encoder);
  expect(encoder).toMatchObject({ tokenizer: 'words', length: 4, padding: 'before', mask: false, vocabularySize: 7 });
  expect([...tested.inputs]).toEqual([3, 6, 1, 1, 0, 0, 0, 0]);
  expect([...encoder.encode(['the cup'])]).toEqual([0, 0, 3, 2]);
});

test('takes a tokenizer in place of words; such a data set lives in memory only', () => {
  const tokenizer = {
    encode: (text: string) => Array.from(text, (letter) => letter.charCodeAt(0) % 100),
    decode: (ids: number[]) => ids.join(' '),
  };
  const dataset = tsv(folder, { length: 3, tokenizer, vocabularySize: 100 });
  expect([...dataset.train.inputs]).toEqual([84, 4, 1, 80, 1, 97]);
  expect(dataset.encoder.vocabularySize).toBe(100);
  expect(dataset.source).toBeUndefined();
  expect(() => tsv(folder, { tokenizer: {} as never })).toThrow(
    /^tsv: tokenizer is [^]*\nExpected { encode, decode }\./,
  );
});
