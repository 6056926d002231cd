import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { npy, npz, openDataset } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { toNpy, zipOf } from '../../models/import/arrays/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-npy-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

const images = (n: number, ...item: number[]): Buffer => {
  const size = item.reduce((a, b) => a * b, n);
  return toNpy([n, ...item], Buffer.from(Uint8Array.from({ length: size }, (_, i) => i)), { descr: '|u1' });
};
const labels = (...values: number[]): Buffer =>
  toNpy([values.length], Buffer.from(BigInt64Array.from(values, BigInt).buffer), { descr: '<i8' });
const files = {
  'x_train.npy': images(6, 2, 3),
  'y_train.npy': labels(0, 1, 2, 0, 1, 2),
  'x_test.npy': images(3, 2, 3),
  'y_test.npy': labels(2, 1, 0),
};
const one = { trainInputs: 'x.npy', trainLabels: 'y.npy', testInputs: 'x.npy', testLabels: 'y.npy' };
const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidDataError);
    return (error as Error).message.replaceAll(folder, '…');
  }
  return expect.unreachable('no error');
};

beforeEach(() => {
  for (const [name, bytes] of Object.entries(files)) write(name, bytes);
});

describe('arrays', () => {
  test('of bytes become grey images in [0, 1], and open again from their source', async () => {
    const dataset = npy(folder, { name: 'own' });
    expect(dataset).toMatchObject({ name: 'own', classNames: ['0', '1', '2'] });
    expect(dataset.train).toMatchObject({ size: 6, itemShape: [2, 3, 1] });
    expect(dataset.train.inputs).toEqual(Float32Array.from({ length: 36 }, (_, i) => i / 255));
    expect([...dataset.test.labels]).toEqual([2, 1, 0]);
    expect(await openDataset(dataset.source!)).toStrictEqual(dataset);
  });

  test('of one split are divided, every fifth item for testing', () => {
    write('x.npy', images(10, 2));
    write('y.npy', labels(1, 2, 1, 2, 1, 2, 1, 2, 1, 2));
    const { train, test: unseen, classNames } = npy(folder, { ...one, firstLabel: 1 });
    expect([train.size, unseen.size, train.itemShape]).toEqual([8, 2, [2]]);
    expect([...unseen.inputs]).toEqual([8, 9, 18, 19]);
    expect([...unseen.labels, ...classNames]).toEqual([0, 1, '1', '2']);
  });

  test('with the channels first become images with the channels last', () => {
    write('x.npy', images(5, 3, 2, 2));
    write('y.npy', labels(0, 1, 0, 1, 0));
    const { train } = npy(folder, { ...one, layout: 'nchw', divideBy: 1 });
    expect(train.itemShape).toEqual([2, 2, 3]);
    expect([...train.inputs.slice(0, 12)]).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
  });

  test('of integers are token ids of texts', () => {
    write('x.npy', toNpy([5, 2], Buffer.from(Int32Array.from({ length: 10 }, (_, i) => i).buffer), { descr: '<i4' }));
    write('y.npy', labels(0, 1, 0, 1, 0));
    expect(npy(folder, { ...one, kind: 'text' }).train.inputs).toBeInstanceOf(Int32Array);
    write('x.npy', toNpy([5, 1], Buffer.alloc(20)));
    expect(refusal(() => npy(folder, { ...one, kind: 'text' }))).toContain("Expected integers, because kind is 'text'");
  });
});

describe('refuses', () => {
  test('a header that promises more than the file holds, before memory is taken', () => {
    write('x_train.npy', toNpy([2 ** 31, 2 ** 10], Buffer.alloc(8)));
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(() => npy(folder))).toBe(
      `…/x_train.npy has 8 bytes of values.\nExpected 8796093022208, because its header says [2147483648, 1024] of '<f4'. The file is truncated: get it again.`,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
  });

  test.for<[what: string, name: string, bytes: Uint8Array, message: string]>([
    [
      'another format',
      'x_train.npy',
      Buffer.from('PNG and more bytes'),
      '…/x_train.npy is no array of NumPy: it has 18',
    ],
    ['an empty file', 'y_test.npy', Buffer.alloc(0), '…/y_test.npy is no array of NumPy: it has 0 bytes'],
    ['a longer file', 'y_test.npy', Buffer.concat([labels(1, 2, 0), Buffer.alloc(1)]), 'The file is longer than that'],
    ['a long header', 'x_test.npy', Buffer.from('\x93NUMPY\x02\0\xff\xff\xff\xff', 'latin1'), 'would have 4294967295'],
    ['fewer labels', 'y_train.npy', labels(0, 1), '…/x_train.npy has the shape [6, 2, 3], and …/y_train.npy [2].'],
    ['one-hot rows', 'y_test.npy', images(3, 4), 'of one-hot rows take labels.argmax(1)'],
    [
      'a label below 0',
      'y_test.npy',
      labels(0, -1, 2),
      'Label 1 in …/y_test.npy is -1.\nExpected integers from 0 upwards',
    ],
    ['labels that are no integers', 'y_test.npy', toNpy([3], Buffer.from(Float32Array.of(0, 0.5, 1).buffer)), 'is 0.5'],
  ])('%s', ([, name, bytes, message]) => {
    write(name, bytes);
    expect(refusal(() => npy(folder))).toContain(message);
  });

  test('a label without a name, a missing file and unknown options', () => {
    expect(refusal(() => npy(folder, { classNames: ['a', 'b'] }))).toContain('because there are 2 class names');
    expect(refusal(() => npy(join(folder, 'none')))).toContain('…/none/x_train.npy cannot be read: ENOENT');
    expect(() => npy(folder, { kind: 'picture' as never })).toThrow(InvalidOptionError);
    expect(() => npz(undefined as never)).toThrow("Pass e.g. 'data/digits.npz'.");
  });
});

describe('of an archive, refuses', () => {
  /** An archive with one deflated file, whose directory promises another size. */
  const packed = (content: Buffer, promised: number): Buffer => {
    const bytes = deflateRawSync(content);
    const archive = zipOf({ 'x_train.npy': bytes });
    const at = archive.indexOf('PK\x01\x02', 0, 'latin1');
    archive.writeUInt16LE(8, at + 10);
    archive.writeUInt32LE(promised, at + 24);
    return archive;
  };

  test('a file that unpacks beyond its promise', () => {
    const bomb = Buffer.concat([images(6, 2, 3), Buffer.alloc(2 ** 24)]);
    const path = write('a.npz', packed(bomb, images(6, 2, 3).length));
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(() => npz(path))).toContain('it unpacks to more than the 110 bytes that its directory promises');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 23);
  });

  test('a promise that no packed file can keep', () => {
    const path = write('a.npz', packed(images(6, 2, 3), 2 ** 31));
    expect(refusal(() => npz(path))).toMatch(
      /a\.npz, x_train\.npy is damaged: its directory promises 2147483648 bytes/,
    );
  });

  test('a header that promises more than the archive', () => {
    const path = write('a.npz', zipOf({ 'x_train.npy': toNpy([99], Buffer.alloc(4)), 'y_train.npy': labels(0) }));
    expect(refusal(() => npz(path))).toContain('…/a.npz, x_train.npy has 4 bytes of values.\nExpected 396');
  });

  test('a changed byte, a missing array and another format', () => {
    const archive = zipOf(files);
    archive[140] ^= 1;
    expect(refusal(() => npz(write('a.npz', archive)))).toContain(
      'x_train.npy is damaged: it does not match its checksum',
    );
    expect(refusal(() => npz(write('a.npz', zipOf({ 'a.npy': labels(0) }))))).toContain(
      "…/a.npz has no array 'x_train'.\nExpected one of ['a'].",
    );
    expect(refusal(() => npz(write('a.npz', images(100, 9))))).toContain('does not end with the directory of a ZIP');
  });
});
