import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cifar100, emnist, openDataset, quickDraw, tinyImageNet } from '../../../../src/datasets/index.ts';
import { configure, settings } from '../../../../src/settings.ts';
import { toNpy } from '../../models/import/arrays/sample.ts';
import { flat, writePictures } from '../pictures-sample.ts';
import { idxBytes } from '../sample.ts';

let folder: string;
const { cache } = settings();
const write = (files: Readonly<Record<string, Uint8Array | string>>): void => writePictures(folder, files);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-sets-'));
  vi.stubEnv('DNN_DATA_DIR', folder);
  configure({ cache: join(folder, 'cache') });
});
afterEach(() => {
  configure({ cache });
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('cifar100 has fine and coarse labels', async () => {
  const record = (coarse: number, fine: number): Buffer => Buffer.alloc(3074, 255).fill(coarse, 0, 1).fill(fine, 1, 2);
  write({
    'cifar-100/train.bin': Buffer.concat([record(0, 2), record(1, 0)]),
    'cifar-100/test.bin': record(1, 1),
    'cifar-100/fine_label_names.txt': 'apple\nbear\ncrab\n',
    'cifar-100/coarse_label_names.txt': 'fruit\nanimals\n',
  });
  const [fine, coarse] = [await cifar100(), await cifar100({ labels: 'coarse' })];
  expect(fine.name).toBe('cifar-100 (part: 2 + 1 of 50,000 + 10,000 items)');
  expect(coarse.name).toBe('cifar-100 coarse (part: 2 + 1 of 50,000 + 10,000 items)');
  expect([[...fine.train.labels], [...coarse.train.labels]]).toEqual([
    [2, 0],
    [0, 1],
  ]);
  expect([fine.classNames.length, coarse.classNames, fine.train.inputs[0]]).toEqual([3, ['fruit', 'animals'], 1]);
  expect(await openDataset(coarse.source!)).toEqual(coarse);
  await expect(cifar100({ labels: 'all' as never })).rejects.toThrow("Expected one of 'fine', 'coarse'");
});

test('emnist is upright, and its letters count from 0', () => {
  const images = idxBytes([2, 2, 2], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  for (const part of ['train', 'test'])
    write({
      [`emnist/emnist-letters-${part}-images-idx3-ubyte.gz`]: gzipSync(images),
      [`emnist/emnist-letters-${part}-labels-idx1-ubyte.gz`]: gzipSync(idxBytes([2], [1, 26])),
      [`emnist/emnist-byclass-${part}-images-idx3-ubyte`]: images,
      [`emnist/emnist-byclass-${part}-labels-idx1-ubyte`]: idxBytes([2], [0, 61]),
      [`emnist/emnist-digits-${part}-images-idx3-ubyte`]: images,
      [`emnist/emnist-digits-${part}-labels-idx1-ubyte`]: idxBytes([2], [0, 10]),
    });
  const { name, train, classNames } = emnist({ division: 'letters' });
  expect(name).toBe('emnist letters (part: 2 + 2 of 124,800 + 20,800 items)');
  expect(Array.from(train.inputs, (value) => Math.round(value * 255))).toEqual([1, 3, 2, 4, 5, 7, 6, 8]);
  expect(Array.from(train.labels, (label) => classNames[label])).toEqual(['A', 'Z']);
  const all = emnist({ division: 'byclass' });
  expect([all.classNames.length, all.classNames[61], all.test.labels[1]]).toEqual([62, 'z', 61]);
  expect(() => emnist({ division: 'digits' })).toThrow('has label 10 at offset 9 (unpacked).');
  expect(() => emnist()).toThrow('There is no file');
});

test('tinyImageNet repeats grey photographs in three channels, and tests the validation split', async () => {
  write({
    'tiny-imagenet-200/wnids.txt': 'n02\nn01\n',
    'tiny-imagenet-200/words.txt': 'n01\tgoldfish\nn02\tbullfrog, frog\nn03\tnewt\n',
    'tiny-imagenet-200/train/n01/images/n01_0.JPEG': flat(255),
    'tiny-imagenet-200/train/n01/n01_boxes.txt': 'n01_0.JPEG\t0\t0\t1\t1\n',
    'tiny-imagenet-200/train/n02/images/n02_0.JPEG': flat(0, 3),
    'tiny-imagenet-200/val/val_annotations.txt': 'val_0.JPEG\tn01\t0\t32\t44\t62\n',
    'tiny-imagenet-200/val/images/val_0.JPEG': flat(51, 3),
  });
  const dataset = await tinyImageNet();
  expect(dataset.name).toBe('tiny-imagenet-200 (part: 2 + 1 of 100,000 + 10,000 items)');
  expect(dataset.classNames).toEqual(['bullfrog, frog', 'goldfish']);
  expect([dataset.train.itemShape, [...dataset.train.labels], [...dataset.test.labels]]).toEqual([
    [64, 64, 3],
    [0, 1],
    [1],
  ]);
  expect(new Set(dataset.train.inputs.subarray(64 * 64 * 3))).toEqual(new Set([1]));
  expect(await openDataset(dataset.source!)).toEqual(dataset);
});

test('quickDraw reads bitmaps of some classes and drawings, and its name says so', async () => {
  const bitmap = (count: number, value: number): Buffer =>
    toNpy([count, 784], Buffer.alloc(count * 784, value), { descr: '|u1' });
  write({
    'quick-draw/cat.npy': bitmap(10, 255),
    'quick-draw/bee.npy': bitmap(7, 0),
    'quick-draw/ant.npy': bitmap(1, 9),
  });
  const dataset = quickDraw({ classes: ['bee', 'cat'], limit: 5 });
  expect(dataset.name).toBe('quick-draw (2 of 345 classes, at most 5 drawings each)');
  expect([dataset.train.size, [...dataset.test.labels], dataset.train.itemShape]).toEqual([8, [0, 1], [28, 28, 1]]);
  expect(dataset.test.inputs[784]).toBe(1);
  expect(await openDataset(dataset.source!)).toEqual(dataset);
  expect(quickDraw().classNames).toEqual(['ant', 'bee', 'cat']);
  write({ 'quick-draw/dog.npy': toNpy([2, 3], Buffer.alloc(6), { descr: '|u1' }) });
  expect(() => quickDraw()).toThrow('dog.npy has the shape [2, 3] of u1.\nExpected [n, 784]');
  vi.stubEnv('DNN_DATA_DIR', '');
  expect(() => quickDraw()).toThrow('quickDraw: no folder is given');
});
