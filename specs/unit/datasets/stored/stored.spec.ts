import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  glyphs,
  openDataset,
  openStored,
  storeDataset,
  type Dataset,
  type Split,
} from '../../../../src/datasets/index.ts';

import { InvalidDataError } from '../../../../src/errors.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-stored-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const splitOf = (inputs: Split['inputs'], ids?: readonly string[]): Split => {
  const size = inputs.length / 2;
  return {
    inputs,
    itemShape: [2],
    labels: Int32Array.from({ length: size }, (_, i) => i % 2),
    size,
    ...(ids && { ids }),
  };
};
const datasetOf = (train: Split, test_ = train): Dataset => ({
  name: 'own',
  classNames: ['no', 'yes'],
  kind: 'image',
  train,
  test: test_,
});
const shares = Float32Array.from({ length: 256 }, (_, i) => i / 255);

describe('a stored data set', () => {
  test('opens bit for bit as it was, for any values', async () => {
    const pairs = <T extends ArrayLike<number>>(values: fc.Arbitrary<T>): fc.Arbitrary<T> =>
      values.filter(({ length }) => length > 0 && length % 2 === 0);
    const inputs = fc.oneof(
      pairs(fc.float32Array({ noNaN: true, noDefaultInfinity: true, maxLength: 12 })),
      pairs(fc.int32Array({ maxLength: 12 })),
      pairs(fc.uint8Array({ maxLength: 12 })).map((bytes) => Float32Array.from(bytes, (byte) => byte / 255)),
    );
    await fc.assert(
      fc.asyncProperty(inputs, inputs, async (train, test_) => {
        const dataset = datasetOf(splitOf(train), splitOf(test_));
        await storeDataset(dataset, folder);
        expect(openStored(folder)).toStrictEqual({ ...dataset, source: { reader: 'stored', options: { folder } } });
      }),
      { numRuns: 40 },
    );
  });

  test('keeps names, and opens in another process from its source', async () => {
    const dataset = datasetOf(splitOf(shares.slice(0, 4), ['a', 'b']));
    await storeDataset(dataset, folder);
    expect(await openDataset(openStored({ folder }).source!)).toMatchObject(dataset);
  });

  test('takes one byte per value if all values are n / 255, otherwise four', async () => {
    await storeDataset(datasetOf(splitOf(shares), splitOf(glyphs({ train: 10, test: 10 }).train.inputs)), folder);
    expect((await stat(join(folder, 'train-inputs.bin'))).size).toBe(256);
    expect((await stat(join(folder, 'test-inputs.bin'))).size).toBe(4 * 10 * 784);
    expect(openStored(folder).train.inputs).toStrictEqual(shares);
  });

  test('is rejected if it has an invalid input', async () => {
    await expect(storeDataset(datasetOf(splitOf(new Float32Array([0, NaN]))), folder)).rejects.toThrow(
      'Item 0 of the training split of "own" contains NaN (value 1 of 2).',
    );
  });
});

describe('opening rejects', () => {
  beforeEach(() => storeDataset(datasetOf(splitOf(shares)), folder));

  test('a truncated file, and reports both sizes', async () => {
    await truncate(join(folder, 'train-inputs.bin'), 100);
    expect(() => openStored(folder)).toThrow(/train-inputs\.bin has 100 bytes\.\nExpected 256\. The file is damaged/);
  });

  test('a changed byte, and reports both checksums', async () => {
    const path = join(folder, 'test-labels.bin');
    const bytes = await readFile(path);
    bytes[4] ^= 1;
    await writeFile(path, bytes);
    expect(() => openStored(folder)).toThrow(
      /test-labels\.bin has the SHA-256 [0-9a-f]{64}\.\nExpected [0-9a-f]{64}\./,
    );
  });

  test('a description that is truncated, missing or of another version', async () => {
    const path = join(folder, 'dataset.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"version": 2', '"version": 3'));
    expect(() => openStored(folder)).toThrow(
      'has the format "vitest-dnn data set", version 3.\nExpected "vitest-dnn data set", version 1 or 2.',
    );
    await writeFile(path, text.slice(0, 100));
    expect(() => openStored(folder)).toThrow('is not valid JSON; it was probably truncated');
    await rm(path);
    expect(() => openStored(folder)).toThrow(/dataset\.json cannot be read: ENOENT/);
  });

  /** Writes another record, as an earlier version would that knew no checksum of it. */
  const rewrite = async (change: (record: Json) => unknown, version = 1): Promise<void> => {
    const path = join(folder, 'dataset.json');
    const { checksum: _, ...record } = JSON.parse(await readFile(path, 'utf8')) as Json;
    await writeFile(path, JSON.stringify(change({ ...record, version })));
  };

  test('a changed description', async () => {
    const path = join(folder, 'dataset.json');
    const text = await readFile(path, 'utf8');
    for (const [from, to] of [
      ['"yes"', '"yet"'],
      ['"checksum"', '"checksun"'],
      ['"kind"', '"kinc"'],
    ]) {
      await writeFile(path, text.replace(from, to));
      expect(() => openStored(folder)).toThrow(/dataset\.json is damaged or was changed: its content does not match/);
    }
  });

  test('no description of an earlier version, which had no checksum', async () => {
    await rewrite((record) => record);
    expect(openStored(folder).classNames).toEqual(['no', 'yes']);
  });

  test.each<[string, (record: Json) => unknown, string]>([
    ['no object', () => 3, 'it is 3'],
    ['null', () => null, 'it is null'],
    ['no class names', ({ classNames: _, ...record }) => record, 'classNames is undefined'],
    ['numbers as class names', (record) => ({ ...record, classNames: [1, 2] }), 'classNames is [1, 2]'],
    ['no splits', ({ train: _, ...record }) => record, 'train is undefined'],
    [
      'a vast size',
      ({ train, ...record }) => ({ ...record, train: { ...train, size: 2 ** 52 } }),
      'train.inputs.bytes is 256',
    ],
    [
      'a negative shape',
      ({ train, ...record }) => ({ ...record, train: { ...train, itemShape: [-2] } }),
      'train.itemShape is [-2]',
    ],
    ['ids of numbers', ({ train, ...record }) => ({ ...record, train: { ...train, ids: [1] } }), 'train.ids is [1]'],
    [
      'no parts',
      ({ test: part, ...record }) => ({ ...record, test: { ...part, labels: null } }),
      'test.labels is null',
    ],
    [
      'an inherited encoding',
      ({ test: part, ...record }) => ({
        ...record,
        test: { ...part, inputs: { ...part.inputs, encoding: 'toString' } },
      }),
      "test.inputs.encoding is 'toString'",
    ],
    [
      'labels in bytes',
      ({ test: part, ...record }) => ({ ...record, test: { ...part, labels: { ...part.labels, encoding: 'u8' } } }),
      "test.labels.encoding is 'u8'",
    ],
  ])('a record with %s', async (_, change, message) => {
    await rewrite(change);
    expect(() => openStored(folder)).toThrow(InvalidDataError);
    expect(() => openStored(folder)).toThrow(`dataset.json is damaged or was changed: ${message}`);
  });
});

test('a stored data set may start like a gzip file', async () => {
  const inputs = Float32Array.from([0x1f, 0x8b, 8, 0], (byte) => byte / 255);
  await storeDataset(datasetOf(splitOf(inputs)), folder);
  expect(openStored(folder).train.inputs).toEqual(inputs);
});

// oxlint-disable-next-line typescript/no-explicit-any -- a record that the tests damage
type Json = any;
