import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataset, parquet } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { numberTable, textTable } from '../tables-sample.ts';

let folder: string;
const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-parquet-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const refusal = async (read: Promise<unknown>): Promise<string> => {
  const error: unknown = await read.then(
    () => expect.unreachable('no error'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InvalidDataError);
  return (error as Error).message.replaceAll(folder, '…');
};

test('rows of one split are divided, and open again from their source', async () => {
  write('train-0.parquet', textTable());
  const dataset = await parquet(folder, { name: 'texts', length: 5 });
  expect([dataset.train.size, dataset.test.size, dataset.classNames]).toEqual([10, 2, ['no', 'yes']]);
  expect((await openDataset(dataset.source!)).train.inputs).toEqual(dataset.train.inputs);
});

test('columns of numbers become features with names', async () => {
  write('train.parquet', numberTable());
  const { train, featureNames, kind } = await parquet(folder, { inputs: ['width', 'small'] });
  expect([train.itemShape, featureNames, kind]).toEqual([[2], ['width', 'small'], 'tabular']);
});

test('refuses missing files and columns, values of another type, labels without a class, and wrong options', async () => {
  expect(await refusal(parquet(folder))).toContain('… has no file train*.parquet.');
  write('train.parquet', numberTable());
  expect(await refusal(parquet(folder))).toContain(
    "…/train.parquet has no column 'image'.\nExpected one of ['width', 'count'",
  );
  expect(await refusal(parquet(folder, { inputs: ['series'], label: 'series' }))).toContain(
    "…/train.parquet, row 1: the column 'series' is ",
  );
  expect(await refusal(parquet(folder, { inputs: ['width'], classNames: ['a', 'b'] }))).toContain(
    "the label is '2'.\nExpected the name of a class",
  );
  write('test.parquet', textTable());
  expect(await refusal(parquet(folder, { inputs: ['width'] }))).toContain("…/test.parquet has no column 'width'");
  await expect(parquet(folder, { inputs: 'width' as never })).rejects.toThrow(InvalidOptionError);
});

test.each([
  ['is cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
  ['is another format', () => Buffer.from('{"a": 1}\n')],
  ['is empty', () => Buffer.alloc(0)],
])('refuses a file that %s', async (_, change) => {
  write('train.parquet', change(textTable()));
  expect(await refusal(parquet(folder))).toMatch(/^…\/train\.parquet .*\nExpected /);
});
