import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { csvRows } from '../../../../src/datasets/formats/csv-rows.ts';
import { csv, jsonl, openDataset, textFolder, type Dataset } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';

let folder: string;
async function write(name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), content);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-texts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const plain = (dataset: Dataset): unknown => JSON.parse(JSON.stringify(dataset));
async function opensAgain(dataset: Dataset): Promise<void> {
  expect(plain(await openDataset(dataset.source!))).toEqual(plain(dataset));
}

describe('csvRows', () => {
  test('reads what RFC 4180 writes, whatever the fields hold', async () => {
    const path = join(folder, 'any.csv');
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'ü', ' ') });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        await writeFile(path, rows.map((row) => row.map(quoted).join(',')).join('\r\n'));
        expect([...csvRows(path, ',')]).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test('reads plain fields, other delimiters, a byte order mark, empty lines and fields, and a long file', async () => {
    await write('a.csv', '\uFEFF1;5" wide;\r\n\r\n;"x;y"\r\n\n2;é;z\r');
    expect([...csvRows(join(folder, 'a.csv'), ';')]).toEqual([
      ['1', '5" wide', ''],
      ['', 'x;y'],
      ['2', 'é', 'z'],
    ]);
    const long = Array.from({ length: 60_000 }, (_, i) => `"${i}","ü ""quoted"" text of a row"`);
    await write('long.csv.gz', gzipSync(long.join('\n')));
    const rows = [...csvRows(join(folder, 'long.csv.gz'), ',')];
    expect(rows).toHaveLength(60_000);
    expect(rows.every(([id, text], i) => id === `${i}` && text === 'ü "quoted" text of a row')).toBe(true);
  });

  test.each([
    ['1,"open\n2,b\n', 'row 1: the file ends inside quotation marks.'],
    ['1,a\n2,"b"c\n', 'row 2: the character "c" follows a closing quotation mark.'],
  ])('rejects %j', async (content, message) => {
    await write('a.csv', content);
    expect(() => [...csvRows(join(folder, 'a.csv'), ',')]).toThrow(InvalidDataError);
    expect(() => [...csvRows(join(folder, 'a.csv'), ',')]).toThrow(message);
  });
});

describe('csv', () => {
  test('reads columns by name, labels by the names of the training rows', async () => {
    await write('train.csv', 'id,rating,title,body\n7,pos,Fine,"good, really"\n8,neg,Poor,"a ""bad"" film"\n');
    await write('test.csv', 'id,rating,title,body\n9,neg,No,bad\n');
    const dataset = csv(folder, { label: 'rating', text: ['title', 'body'], length: 5 });
    expect(dataset).toMatchObject({ classNames: ['neg', 'pos'], kind: 'text' });
    expect(dataset.train.texts).toEqual(['Fine good, really', 'Poor a "bad" film']);
    expect([[...dataset.train.labels], [...dataset.test.labels]]).toEqual([[1, 0], [0]]);
    await opensAgain(dataset);
  });

  test('reads columns by number, labels by number from the first, class names from a file, and a share of one file', async () => {
    await write('classes.txt', 'World\nSports\n');
    await write('all.csv', Array.from({ length: 11 }, (_, i) => `"${1 + (i % 2)}","title ${i}","text"`).join('\n'));
    const options = { header: false, label: 0, text: [1, 2], firstLabel: 1, train: 'all.csv', test: 'all.csv' };
    const dataset = csv(folder, options);
    expect(dataset.classNames).toEqual(['World', 'Sports']);
    expect([dataset.train.size, dataset.test.size]).toEqual([9, 2]);
    expect(dataset.test.texts).toEqual(['title 4 text', 'title 9 text']);
    expect([...dataset.test.labels]).toEqual([0, 1]);
    await opensAgain(dataset);
    expect(csv(folder, { ...options, limit: 5 }).train.size).toBe(4);
  });

  test('names the row and what to do', async () => {
    await write('train.csv', 'label,text\n0,a\n1,b\n');
    await write('test.csv', 'label,text\n2,a\n');
    expect(() => csv(folder)).toThrow(
      "test.csv, row 2: the label is '2'.\nExpected the name of a class, or its number from 0 to 1",
    );
    expect(() => csv(folder, { text: ['body'] })).toThrow("train.csv, row 2: there is no column 'body'.");
    expect(() => csv(folder, { label: 5 })).toThrow('there is no column 5.');
    expect(() => csv(join(folder, 'none'))).toThrow(InvalidDataError);
    for (const wrong of [
      { text: [] },
      { delimiter: ';;' },
      { label: -1 },
      { limit: 0 },
      { header: 'no' },
      { lable: 0 },
    ])
      expect(() => csv(folder, wrong as never)).toThrow(InvalidOptionError);
  });
});

describe('jsonl', () => {
  test('reads fields, labels as names or numbers', async () => {
    await write('train.jsonl', '{"label":"b","text":"one"}\n\n{"label":"a","text":"two"}\n');
    await write('test.jsonl', '{"label":1,"text":"three"}');
    const dataset = jsonl(folder);
    expect(dataset.classNames).toEqual(['a', 'b']);
    expect([dataset.train.texts, dataset.test.texts]).toEqual([['one', 'two'], ['three']]);
    expect([[...dataset.train.labels], [...dataset.test.labels]]).toEqual([[1, 0], [1]]);
    await opensAgain(dataset);
  });

  test.each([
    ['{"label":0', 'line 1: it is not valid JSON.'],
    ['[1]', 'Expected one JSON object per line.'],
    ['{"label":0}', "line 1: the field 'text' is undefined.\nExpected a text."],
    ['{"label":0.5,"text":"a"}', "the field 'label' is 0.5."],
  ])('rejects %s', async (line, message) => {
    await write('train.jsonl', `${line}\n`);
    await write('test.jsonl', '');
    expect(() => jsonl(folder)).toThrow(InvalidDataError);
    expect(() => jsonl(folder)).toThrow(message);
  });
});

describe('textFolder', () => {
  test('reads one file per text in the order of their names', async () => {
    for (const split of ['train', 'test'])
      for (const [name, text] of [
        ['neg/2_1.txt', 'bad'],
        ['neg/10_2.txt', 'poor\nfilm'],
        ['pos/0_9.txt', 'good'],
      ])
        await write(`${split}/${name}`, text);
    await write('train/unsup/0_0.txt', 'whatever');
    const dataset = textFolder(folder, { classNames: ['neg', 'pos'] });
    expect(dataset.train.texts).toEqual(['poor\nfilm', 'bad', 'good']);
    expect([...dataset.test.labels]).toEqual([0, 0, 1]);
    await opensAgain(dataset);
    expect(() => textFolder(folder)).toThrow(`There is no text in ${join(folder, 'test', 'unsup')}.`);
    expect(() => textFolder(join(folder, 'none'))).toThrow('Expected one folder per class');
  });
});
