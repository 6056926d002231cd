import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { imageFolder, openDataset } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { configure, settings } from '../../../../src/settings.ts';
import { flat, pngOf, withSize, writePictures } from '../pictures-sample.ts';

let folder: string;
const before = settings();
const write = (files: Readonly<Record<string, Uint8Array | string>>): void => writePictures(folder, files);
const split = {
  'train/cat/a.png': flat(10),
  'train/cat/b.png': flat(20),
  'train/dog/sub/c.PNG': flat(30),
  'train/dog/readme.txt': 'no picture',
  'train/.DS_Store': 'no class',
  'test/cat/d.png': flat(40),
  'test/dog/e.png': flat(50),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-pictures-'));
  configure({ cache: join(folder, '.cache') });
});
afterEach(() => {
  configure({ cache: before.cache });
  rmSync(folder, { recursive: true });
});

const refusal = async (read: Promise<unknown>): Promise<string> => {
  const error: unknown = await read.then(
    () => expect.unreachable('no error'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InvalidDataError);
  return (error as Error).message.replaceAll(folder, '…');
};

describe('a folder', () => {
  test('per class becomes a data set, which opens again from its source', async () => {
    write(split);
    const dataset = await imageFolder(folder, { name: 'pets' });
    expect(dataset).toMatchObject({ name: 'pets', classNames: ['cat', 'dog'], kind: 'image' });
    expect(dataset.train).toMatchObject({ size: 3, itemShape: [2, 3, 1] });
    expect([...dataset.train.labels, ...dataset.test.labels]).toEqual([0, 0, 1, 0, 1]);
    expect(dataset.train.ids).toEqual(['train/cat/a.png', 'train/cat/b.png', 'train/dog/sub/c.PNG']);
    expect(dataset.train.inputs.slice(5, 7)).toEqual(Float32Array.of(10 / 255, 20 / 255));
    expect(await openDataset(dataset.source!)).toEqual(dataset);
  });

  test('without splits is divided, every fifth picture for testing', async () => {
    for (const [at, name] of ['a', 'b'].entries())
      write(Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`${name}/${i}.png`, flat(10 * at + i)])));
    const { train, test: unseen } = await imageFolder(folder);
    expect([train.size, [...unseen.labels], unseen.ids]).toEqual([8, [0, 1], ['a/4.png', 'b/4.png']]);
  });

  test('has its test split in val too, and lists name files with labels', async () => {
    const { 'test/cat/d.png': first, 'test/dog/e.png': second, ...train } = split;
    write({ ...train, 'val/cat/d.png': first, 'val/dog/e.png': second });
    write({ 'all.csv': 'file_name,label,place\ntrain/cat/a.png,cat,x\nval/dog/e.png,dog,"y,z"\n' });
    expect((await imageFolder(folder)).test.size).toBe(2);
    const listed = await imageFolder(folder, { train: 'all.csv', test: 'val' });
    expect(listed.train.ids).toEqual(['train/cat/a.png', 'val/dog/e.png']);
    expect(listed.classNames).toEqual(['cat', 'dog']);
  });

  test('of different sizes and colours is resized and converted by rules', async () => {
    write({ ...split, 'train/dog/f.png': pngOf(1, 1, 3, Uint8Array.of(255, 0, 0)) });
    const { train } = await imageFolder(folder, { size: [4, 2], channels: 3 });
    expect(train.itemShape).toEqual([4, 2, 3]);
    expect([...train.inputs.slice(48, 51)]).toEqual([1, 0, 0]);
    const grey = await imageFolder(folder, { size: 2, channels: 1 });
    expect(grey.train.inputs[8]).toBe(Math.fround(76 / 255));
  });
});

describe('the cache', () => {
  test('holds decoded pictures until a file or an option changes', async () => {
    write(split);
    const progress = vi.fn();
    const first = await imageFolder(folder, { progress });
    expect(progress).toHaveBeenLastCalledWith({ task: 'decode', done: 5, total: 5 });
    progress.mockClear();
    expect(await imageFolder(folder, { progress })).toEqual(first);
    expect(progress).not.toHaveBeenCalled();
    writeFileSync(join(folder, 'train/cat/a.png'), flat(99));
    utimesSync(join(folder, 'train/cat/a.png'), 1, 2);
    expect((await imageFolder(folder)).train.inputs[0]).toBe(Math.fround(99 / 255));
    expect(readdirSync(join(folder, '.cache/datasets'))).toHaveLength(2);
  });

  test('may be off', async () => {
    write(split);
    configure({ cache: false });
    expect((await imageFolder(folder)).train.size).toBe(3);
  });
});

describe('refuses', () => {
  test('a damaged file, by its name, or leaves it out and counts it', async () => {
    write({ ...split, 'train/cat/broken.png': flat(1).subarray(0, 50), 'train/dog/x.gif': 'GIF89a' });
    expect(await refusal(imageFolder(folder))).toMatch(/^…\/train\/cat\/broken\.png is damaged: it is cut off\./);
    const { name, train, whole } = await imageFolder(folder, { name: 'pets', skipDamaged: true });
    expect([name, train.size, whole]).toEqual(['pets (without 2 damaged of 7 pictures)', 3, { train: 5, test: 2 }]);
    expect([...train.labels]).toEqual([0, 0, 1]);
  });

  test.for<[what: string, files: Readonly<Record<string, Uint8Array | string>>, message: string]>([
    ['another size', { 'train/dog/z.png': pngOf(2, 2, 1, new Uint8Array(4)) }, '…/train/dog/z.png has 2 × 2 pixels'],
    [
      'grey and colours',
      { 'test/dog/z.png': flat(1, 3) },
      '…/test/dog/z.png is in colours, and …/train/cat/a.png is grey.',
    ],
    ['an empty class', { 'train/emu/note.txt': '' }, 'There is no picture in …/train/emu.'],
    ['an unknown class', { 'test/emu/a.png': flat(1) }, '…/test/emu is the folder of no class.'],
    [
      'another format',
      { 'train/cat/0.jpg': 'text' },
      '…/train/cat/0.jpg is no PNG, JPEG or WebP picture: it starts with 74657874',
    ],
    ['an empty file', { 'train/cat/0.png': '' }, '…/train/cat/0.png is no PNG, JPEG or WebP picture: it is empty'],
    [
      'a JPEG without a frame',
      { 'train/cat/0.jpg': Buffer.of(0xff, 0xd8, 0xff, 0xd9) },
      '0.jpg is damaged: it has no frame',
    ],
  ])('%s', async ([, files, message]) => {
    write({ ...split, ...files });
    expect(await refusal(imageFolder(folder))).toContain(message);
  });

  test('a header that promises more than the file holds, before memory is taken', async () => {
    for (const [width, height, message] of [
      [10_000, 10_000, 'it promises 100010000 bytes of pixels in'],
      [2 ** 31, 2 ** 31, 'its header says 2147483648 × 2147483648 pixels'],
      [4, 4, 'its pixels cannot be unpacked: they have 8 bytes instead of 20'],
    ] as const) {
      write({ ...split, 'train/cat/0.png': withSize(flat(1), width, height) });
      expect(await refusal(imageFolder(folder, { size: 3 }))).toContain(`…/train/cat/0.png is damaged: ${message}`);
    }
    write({ 'train/cat/0.png': flat(1).fill(7, 20, 21) });
    expect(await refusal(imageFolder(folder))).toContain('a part does not match its checksum');
  });

  test('missing folders, lists without columns, and wrong options', async () => {
    expect(await refusal(imageFolder(join(folder, 'none')))).toContain('There is no …/none.');
    write({
      ...split,
      'a.csv': 'name\nx\n',
      'b.csv': 'file_name,label\na.png\n',
      'c.csv': 'file_name,label\nno.png,cat\ntrain/cat/a.png,dog\n',
    });
    expect(await refusal(imageFolder(folder, { train: 'a.csv' }))).toContain("…/a.csv has the columns ['name'].");
    expect(await refusal(imageFolder(folder, { train: 'b.csv' }))).toContain('…/b.csv, row 2 has 1 fields.');
    expect(await refusal(imageFolder(folder, { train: 'c.csv' }))).toContain('…/no.png cannot be read: ENOENT');
    await expect(imageFolder(folder, { size: 0 })).rejects.toThrow(InvalidOptionError);
    await expect(imageFolder(folder, { channels: 4 as never })).rejects.toThrow('Expected 1 (grey) or 3 (colours).');
  });
});
