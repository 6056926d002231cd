import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unpackCifar10 } from '../../../../src/datasets/cifar10.ts';
import { cifarBinary, openDataset } from '../../../../src/datasets/index.ts';
import { untar } from '../../../../src/datasets/formats/tar.ts';
import { InvalidDataError } from '../../../../src/errors.ts';
import { tarOf } from '../sample.ts';

let folder: string;
const write = (name: string, bytes: Uint8Array | string): Promise<void> => writeFile(join(folder, name), bytes);

/** Records whose pixel i of channel c is (i + 80 c) mod 256. */
const records = (...labels: number[]): Uint8Array =>
  Uint8Array.from(
    labels.flatMap((label) => [
      label,
      ...Array.from({ length: 3072 }, (_, i) => ((i % 1024) + 80 * Math.floor(i / 1024)) % 256),
    ]),
  );

const files = {
  'data_batch_1.bin': records(0, 1),
  'test_batch.bin': records(2),
  'batches.meta.txt': new TextEncoder().encode('cat\ndog\nfrog\n\n'),
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-cifar-'));
  for (const [name, bytes] of Object.entries(files)) await write(name, bytes);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('pixels have their channels last, and are divided by 255', () => {
  const { train, test: test_, classNames } = cifarBinary(folder);
  expect(classNames).toEqual(['cat', 'dog', 'frog']);
  expect(train).toMatchObject({ size: 2, itemShape: [32, 32, 3] });
  expect([...train.labels, ...test_.labels]).toEqual([0, 1, 2]);
  const at = (item: number, row: number, column: number): number[] =>
    [0, 1, 2].map((channel) => Math.round(255 * train.inputs[((item * 32 + row) * 32 + column) * 3 + channel]));
  expect(at(0, 0, 0)).toEqual([0, 80, 160]);
  expect(at(1, 2, 5)).toEqual([69, 149, 229]);
});

test('batches are in numerical order; a gzipped batch is ignored if its unpacked file exists', async () => {
  await write('data_batch_10.bin.gz', gzipSync(records(2)));
  await write('data_batch_2.bin.gz', gzipSync(records(1)));
  await write('data_batch_1.bin.gz', gzipSync(records(0, 1)));
  expect([...cifarBinary(folder).train.labels]).toEqual([0, 1, 1, 2]);
});

test('can be opened again from its source', async () => {
  const dataset = cifarBinary({ folder, name: 'own', classNames: ['a', 'b', 'c'] });
  expect(await openDataset(dataset.source!)).toStrictEqual(dataset);
});

describe('rejects', () => {
  test.for<[what: string, name: string, bytes: Uint8Array | string, message: string]>([
    [
      'a truncated file',
      'test_batch.bin',
      records(0).subarray(0, 3000),
      'test_batch.bin has 3000 bytes (unpacked), which is 0.98 records.\nExpected a multiple of 3073, the length of a record.',
    ],
    ['an empty file', 'data_batch_1.bin', '', 'data_batch_1.bin has 0 bytes (unpacked), which is 0.00 records.'],
    [
      'a label without a class name',
      'data_batch_1.bin',
      records(0, 3),
      'data_batch_1.bin has label 3 at offset 3073 (unpacked).\nExpected labels from 0 to 2, because there are 3 class names.',
    ],
  ])('%s', async ([, name, bytes, message]) => {
    await write(name, bytes);
    expect(() => cifarBinary(folder)).toThrow(InvalidDataError);
    expect(() => cifarBinary(folder)).toThrow(message);
  });

  test.for([
    ['data_batch_1.bin', 'has no training batch.\nExpected data_batch_1.bin or data_batch_1.bin.gz'],
    ['test_batch.bin', 'test_batch.bin.gz.\nExpected one of them.'],
    ['batches.meta.txt', 'batches.meta.txt.gz.\nExpected one of them.'],
  ])('a folder without %s', async ([name, message]) => {
    await rm(join(folder, name));
    expect(() => cifarBinary(folder)).toThrow(message);
  });
});

describe('the archive', () => {
  const archive = tarOf(
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`cifar-10-batches-bin/${name}`, bytes])),
  );

  test('is unpacked without its folder, then deleted', async () => {
    const plain = cifarBinary({ folder, name: 'cifar-10' });
    const other = join(folder, 'other');
    await mkdir(other);
    await writeFile(join(other, 'cifar-10-binary.tar.gz'), gzipSync(archive));
    await unpackCifar10(other);
    expect((await readdir(other)).toSorted()).toEqual(Object.keys(files).toSorted());
    expect(cifarBinary({ folder: other, name: 'cifar-10' })).toEqual({ ...plain, source: expect.anything() });
  });

  test('lists its members by path', () => {
    expect([...untar(archive, 'a.tar').keys()]).toEqual(
      Object.keys(files).map((name) => `cifar-10-batches-bin/${name}`),
    );
  });

  test('is rejected if a member has a size below 0', () => {
    const archive = tarOf({ 'a.bin': new Uint8Array(3) });
    archive.set(new TextEncoder().encode('-0000000777'), 512 + 124);
    expect(() => untar(archive, 'a.tar')).toThrow(/inside "a\.bin" \(-511 bytes/);
  });

  test('is rejected if it ends inside a member', () => {
    expect(() => untar(archive.subarray(0, 4000), 'a.tar')).toThrow(
      'a.tar ends at offset 4000, inside "cifar-10-batches-bin/data_batch_1.bin" (6146 bytes from offset 1024).\nExpected a complete archive.',
    );
  });
});
