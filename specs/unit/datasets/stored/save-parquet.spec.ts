import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { glyphs, headlines, parquet, saveSplit } from '../../../../src/datasets/index.ts';
import type { Split } from '../../../../src/datasets/contract.ts';
import { configure, settings } from '../../../../src/settings.ts';
import { split } from '../../../../src/splits/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-parquet-'));
const { cache } = settings();
configure({ cache: false });
afterAll(() => {
  configure({ cache });
  rmSync(folder, { recursive: true });
});

const bytesOf = (items: Split): Split => ({
  ...items,
  inputs: items.inputs.map((value) => Math.fround(Math.round(255 * value) / 255)),
});
const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, at) => value === b[at]);

test('pictures come back with the names of classes, over more than one group of rows', async () => {
  const small = bytesOf(glyphs({ train: 300, test: 10 }).train);
  const four = [small, small, small, small];
  const large: Split = {
    inputs: Float32Array.from(four.flatMap(({ inputs }) => Array.from(inputs))),
    labels: Int32Array.from(four.flatMap(({ labels }) => Array.from(labels))),
    itemShape: small.itemShape,
    size: 1200,
  };
  const classNames = Array.from({ length: 10 }, (_, digit) => `digit ${digit}`);
  await saveSplit(large, join(folder, 'digits/train.parquet'), { classNames });
  await saveSplit(small, join(folder, 'digits/test.parquet'), { classNames });
  const read = await parquet(join(folder, 'digits'));
  expect(read.classNames).toEqual(classNames);
  expect(read.train.itemShape).toEqual([28, 28, 1]);
  expect(same(read.train.inputs, large.inputs)).toBe(true);
  expect(read.train.labels).toEqual(large.labels);
  expect(same(read.test.inputs, small.inputs)).toBe(true);
  expect(readdirSync(join(folder, 'digits')).toSorted()).toEqual(['test.parquet', 'train.parquet']);
});

test('texts come back', async () => {
  const { train, test: tested, classNames } = headlines({ train: 40, test: 8 });
  await saveSplit(train, join(folder, 'news/train.parquet'), { classNames });
  await saveSplit(tested, join(folder, 'news/test.parquet'), { classNames });
  const read = await parquet(join(folder, 'news'), { length: 12 });
  expect(read.train.texts).toEqual(train.texts);
  expect(read.train.labels).toEqual(train.labels);
  expect(read.classNames).toEqual(classNames);
});

test('rows of numbers come back by the names of their columns', async () => {
  const rows = split([[1.5, -2], [0.1, 3], [4, 5], [6, 7e30], [8, 9]], [0, 1, 1, 0, 2]); // prettier-ignore
  const featureNames = ['width', 'height of it'];
  await saveSplit(rows, join(folder, 'table/train.parquet'), { featureNames });
  await saveSplit(rows, join(folder, 'table/test.parquet'), { format: 'parquet' });
  const read = await parquet(join(folder, 'table'), { inputs: featureNames, test: 'train' });
  expect(read).toMatchObject({ kind: 'tabular', featureNames, classNames: ['0', '1', '2'] });
  expect(read.train.inputs).toEqual(rows.inputs);
  expect(read.train.labels).toEqual(rows.labels);
});

test('refuses what a table cannot hold, and leaves no file', async () => {
  const path = join(folder, 'refused/train.parquet');
  const rows = split([[1, 2]], [0]);
  const tokens = split(Int32Array.of(1, 2), [0], { itemShape: [2] });
  const bright = split(new Float32Array(12).fill(2), [0], { itemShape: [2, 2, 3] });
  await expect(saveSplit(tokens, path)).rejects.toThrow('token ids without their texts');
  await expect(saveSplit(bright, path)).rejects.toThrow('item 0 has the value 2');
  await expect(saveSplit(rows, path, { featureNames: ['a'] })).rejects.toThrow('Expected 2 different names');
  await expect(saveSplit(rows, path, { featureNames: ['a', 'label'] })).rejects.toThrow('none of them "label"');
  await expect(saveSplit(split([[0]], [2]), path, { classNames: ['a'] })).rejects.toThrow('label 2');
  expect(readdirSync(folder)).not.toContain('refused');
});

/** pyarrow and Pillow read what is written, where a Python with both is at hand. */
const python = process.env.DNN_PYTHON ?? 'python3';
const hasPeers = (): boolean => {
  try {
    execFileSync(python, ['-c', 'import pyarrow, PIL'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
test.skipIf(!hasPeers())('pyarrow and Pillow read the same values', async () => {
  const { train, classNames } = glyphs({ train: 10, test: 10 });
  const path = join(folder, 'peer.parquet');
  await saveSplit(train, path, { classNames });
  const code = `
import io, json, sys
import numpy as np, pyarrow.parquet as pq
from PIL import Image
table = pq.read_table(sys.argv[1])
rows = table.to_pylist()
names = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]["label"]["names"]
pixels = [np.asarray(Image.open(io.BytesIO(row["image"]["bytes"]))).ravel().tolist() for row in rows]
print(json.dumps([[[str(field.type), field.nullable] for field in table.schema], names, [row["label"] for row in rows], [row["image"]["path"] for row in rows], pixels]))`;
  const output = execFileSync(python, ['-c', code, path], { encoding: 'utf8' });
  const [types, names, labels, paths, pixels] = JSON.parse(output) as [
    string[],
    string[],
    number[],
    string[],
    number[][],
  ];
  // Columns that could not be null would lose their names of classes in the library datasets.
  expect(types).toEqual([
    ['struct<bytes: binary, path: string>', true],
    ['int64', true],
  ]);
  expect(names).toEqual(classNames);
  expect(labels).toEqual([...train.labels]);
  expect(paths[3]).toBe('3.png');
  expect(same(pixels.flat(), train.inputs.map((value) => Math.round(255 * value)))).toBe(true); // prettier-ignore
});
