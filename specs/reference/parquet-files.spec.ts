import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parquet } from '../../src/datasets/index.ts';

/** Files of pyarrow, and what pyarrow and Pillow read. Made by `python specs/reference/generators/parquet-files.py`. */
interface Golden {
  readonly images: Readonly<Record<string, string>>;
  readonly pixels: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly texts: { readonly file: string; readonly texts: readonly string[]; readonly labels: readonly string[] };
  readonly numbers: {
    readonly file: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly number[])[];
  };
}

const golden = JSON.parse(readFileSync(new URL('golden/parquet-files.json', import.meta.url), 'utf8')) as Golden;
const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-parquet-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (base64: string): void => {
  for (const part of ['train-00000-of-00001', 'test-00000-of-00001'])
    writeFileSync(join(folder, `${part}.parquet`), Buffer.from(base64, 'base64'));
};

test.each(Object.entries(golden.images))('pictures are read as Pillow reads them: %s', async (_, base64) => {
  write(base64);
  const { train, test: unseen, classNames, kind } = await parquet(folder, { name: 'insects' });
  expect(train.inputs).toEqual(Float32Array.from(golden.pixels.flat(), (byte) => byte / 255));
  expect(train.itemShape).toEqual([5, 4, 3]);
  expect([...unseen.labels]).toEqual(golden.labels);
  expect([kind, classNames]).toEqual(['image', ['ant', 'bee', 'cat']]);
});

test('texts keep their characters', async () => {
  const { file, texts, labels } = golden.texts;
  write(file);
  const { train, classNames } = await parquet(folder);
  expect(train.texts).toEqual(texts);
  expect(Array.from(train.labels, (label) => classNames[label])).toEqual(labels);
});

test('numbers of every type become features, also beyond 32 bits', async () => {
  const { file, columns, rows } = golden.numbers;
  write(file);
  const { train, kind } = await parquet(folder, { inputs: columns });
  expect([kind, train.itemShape]).toEqual(['tabular', [8]]);
  expect(train.inputs).toEqual(Float32Array.from(rows.flat()));
});
