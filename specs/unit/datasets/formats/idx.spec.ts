import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idx, openDataset } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { idxBytes, idxFiles } from '../sample.ts';

let folder: string;
const write = (name: string, bytes: Uint8Array): Promise<void> => writeFile(join(folder, name), bytes);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-idx-'));
  for (const [name, bytes] of Object.entries(idxFiles())) await write(name, bytes);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('images and labels', () => {
  test('are read with their shape, and pixels are divided by 255', () => {
    const { train, test: test_, ...dataset } = idx(folder);
    expect(dataset).toMatchObject({ name: basename(folder), classNames: ['0', '1', '2'], kind: 'image' });
    expect(train).toMatchObject({ size: 12, itemShape: [2, 3, 1] });
    expect(test_).toMatchObject({ size: 5, itemShape: [2, 3, 1] });
    expect([...test_.labels]).toEqual([0, 1, 2, 0, 1]);
    expect([...train.inputs.slice(0, 3)]).toEqual([0, Math.fround(7 / 255), Math.fround(14 / 255)]);
  });

  test('may have any number, shape and values', async () => {
    const shape = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
    );
    const images = shape.chain(([n, rows, columns]) =>
      fc.tuple(
        fc.constant([n, rows, columns]),
        fc.uint8Array({ minLength: n * rows * columns, maxLength: n * rows * columns }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(images, fc.boolean(), async ([dimensions, values], packed) => {
        const bytes = idxBytes(dimensions, values);
        const labels = idxBytes([dimensions[0]], new Uint8Array(dimensions[0]).fill(1));
        await write('images', packed ? gzipSync(bytes) : bytes);
        await write('labels', packed ? gzipSync(labels) : labels);
        const files = { trainImages: 'images', trainLabels: 'labels', testImages: 'images', testLabels: 'labels' };
        const { train } = idx({ folder, ...files });
        expect(train.itemShape).toEqual([...dimensions.slice(1), 1]);
        expect(Uint8Array.from(train.inputs, (value) => Math.round(value * 255))).toEqual(values);
      }),
      { numRuns: 40 },
    );
  });

  test('can be opened again from their source', async () => {
    const dataset = idx({ folder, name: 'own', classNames: ['a', 'b', 'c', 'd'] });
    expect(await openDataset(dataset.source!)).toStrictEqual(dataset);
    expect(dataset).toMatchObject({ name: 'own', classNames: ['a', 'b', 'c', 'd'] });
  });

  test('may be gzipped, with names that end in .gz', async () => {
    const plain = idx(folder);
    for (const [name, bytes] of Object.entries(idxFiles())) {
      await write(`${name}.gz`, gzipSync(bytes));
      await rm(join(folder, name));
    }
    expect(idx(folder)).toStrictEqual(plain);
  });
});

describe('rejects', () => {
  const images = 'train-images-idx3-ubyte';
  const labels = 'train-labels-idx1-ubyte';
  /** The error message, without the folder. */
  const refusal = (read = () => idx(folder)): string => {
    try {
      read();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidDataError);
      return (error as Error).message.replaceAll(folder, '…');
    }
    return expect.unreachable('no error');
  };

  test.for<[what: string, name: string, bytes: Uint8Array, message: string]>([
    [
      'a truncated file',
      images,
      idxFiles()[images].subarray(0, 50),
      `…/${images} has 50 bytes (unpacked).\nExpected 88: a header of 16 bytes and 12 × 2 × 3 values. The file is truncated: get it again.`,
    ],
    [
      'a file that is too long',
      labels,
      idxBytes([12], new Uint8Array(13)),
      `…/${labels} has 21 bytes (unpacked).\nExpected 20: a header of 8 bytes and 12 values. Something was appended to the file: get it again.`,
    ],
    [
      'a file that ends inside its header',
      images,
      new Uint8Array([0, 0, 8, 3, 0]),
      `…/${images} ends at offset 5, inside its header.\nExpected at least 16 bytes (unpacked). Get the file again.`,
    ],
    [
      'an empty file',
      labels,
      new Uint8Array(),
      `…/${labels} ends at offset 0, inside its header.\nExpected at least 8 bytes (unpacked). Get the file again.`,
    ],
    [
      'another format',
      images,
      idxBytes([12, 2, 3], new Uint8Array(72), 0x89504e47),
      `…/${images} starts with 0x89504e47 (offset 0).\nExpected 0x00000803, the magic number of an IDX file of grey images. Check that this is the right file.`,
    ],
    [
      'images in place of labels',
      labels,
      idxFiles()[images],
      `…/${labels} starts with 0x00000803 (offset 0).\nExpected 0x00000801, the magic number of an IDX file of labels. Check that this is the right file.`,
    ],
    [
      'fewer labels than images',
      labels,
      idxBytes([11], new Uint8Array(11)),
      `…/${images} has 12 images, but …/${labels} has 11 labels.\nExpected one label per image. Check that both files belong together.`,
    ],
    [
      'no label at all',
      labels,
      idxBytes([0], []),
      `…/${images} has 12 images, but …/${labels} has 0 labels.\nExpected one label per image. Check that both files belong together.`,
    ],
  ])('%s', async ([, name, bytes, message]) => {
    await write(name, bytes);
    expect(refusal()).toBe(message);
  });

  test('a truncated gzip file', async () => {
    const packed = gzipSync(idxFiles()[images]);
    await write(images, packed.subarray(0, packed.length - 9));
    expect(refusal()).toBe(
      `…/${images} is a gzip file of ${packed.length - 9} bytes that cannot be unpacked: unexpected end of file.\n` +
        'Expected a complete file. It was probably truncated during transfer: get it again.',
    );
  });

  test('a packed file that unpacks to more than its header says, before it is unpacked', async () => {
    const values = new Uint8Array(2 ** 25);
    await write(images, gzipSync(Buffer.concat([idxFiles()[images], values])));
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal()).toBe(
      `…/${images} has more than 88 bytes (unpacked).\nExpected 88: a header of 16 bytes and 12 × 2 × 3 values. Something was appended to the file: get it again.`,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
  });

  test('a file whose header asks for more than it holds, before memory is taken', async () => {
    const header = idxBytes([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], []);
    for (const bytes of [header, gzipSync(header)]) {
      await write(images, bytes);
      expect(refusal()).toContain(`…/${images} has 16 bytes (unpacked).\nExpected 7.9`);
    }
  });

  test('a folder in place of a file', async () => {
    await rm(join(folder, images));
    await mkdir(join(folder, images));
    expect(refusal()).toContain(`…/${images} cannot be read: it is no file.`);
  });

  test('a missing file', async () => {
    await rename(join(folder, labels), join(folder, 'labels'));
    expect(refusal()).toBe(
      `There is no file …/${labels}, nor …/${labels}.gz.\nExpected one of them. Check the folder and the file name.`,
    );
  });

  test('a folder of images, and says what to do with them', async () => {
    const pictures = join(folder, 'pictures');
    await mkdir(join(pictures, 'cats'), { recursive: true });
    await write('pictures/cats/tom.png', new Uint8Array(8));
    expect(refusal(() => idx(pictures))).toContain(
      "The folder holds images, such as 'tom.png', which imageFolder reads: await imageFolder(folder)",
    );
  });

  test('images of 0 × 0 pixels', async () => {
    await write(images, idxBytes([12, 0, 0], []));
    expect(refusal()).toMatch(
      /^The itemShape of the training split of "[^"]+" is \[0, 0, 1]\.\nExpected a list of positive integers/,
    );
  });

  test('a label without a class name, and reports its offset', () => {
    expect(refusal(() => idx({ folder, classNames: ['zero', 'one'] }))).toBe(
      `…/${labels} has label 2 at offset 10 (unpacked).\nExpected labels from 0 to 1, because there are 2 class names. Correct the label or add its class name.`,
    );
  });

  test('splits of different shapes', async () => {
    await write('t10k-images-idx3-ubyte', idxBytes([5, 3, 3], new Uint8Array(45)));
    expect(refusal()).toMatch(/has training items of shape \[2, 3, 1\] and test items of shape \[3, 3, 1\]/);
  });

  test('an unknown option', () => {
    expect(() => idx({ folder, images: 'a' } as object)).toThrow(InvalidOptionError);
  });
});
