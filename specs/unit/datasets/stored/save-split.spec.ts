import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { glyphs, imageFolder, npz, saveSplit } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { configure, settings } from '../../../../src/settings.ts';
import { split, subset } from '../../../../src/splits/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-save-'));
const { cache } = settings();
configure({ cache: false });
afterAll(() => {
  configure({ cache });
  rmSync(folder, { recursive: true });
});
const arrays = { trainInputs: 'x', trainLabels: 'y', testInputs: 'x', testLabels: 'y' };

test('an .npz file keeps every bit, and equal splits give equal files', async () => {
  const values = Float32Array.from({ length: 40 }, (_, i) => Math.fround(1 / (i + 1)) * (i % 2 ? 1e-20 : -1e20));
  const original = split(
    values,
    Int32Array.from({ length: 10 }, (_, i) => i % 3),
    { itemShape: [2, 2] },
  );
  const path = join(folder, 'a/b.npz');
  await saveSplit(original, path);
  const read = npz(path, { ...arrays, testInputs: 'x', kind: 'series' });
  const at = [0, 1, 2, 3, 5, 6, 7, 8];
  expect(read.train).toEqual(subset(original, at));
  const tokens = split(Int32Array.of(5, 6, 7, 8, 9, 1, 2, 3, 4, 5), [0, 1, 0, 1, 0], { itemShape: [2] });
  await saveSplit(tokens, path);
  expect(npz(path, { ...arrays, kind: 'text' }).train.inputs).toEqual(tokens.inputs.subarray(0, 8));
});

test('a folder holds the bytes of pictures, by the names of classes', async () => {
  const { train, classNames } = glyphs({ train: 20, test: 10 });
  const bytes = { ...train, inputs: train.inputs.map((value) => Math.fround(Math.round(255 * value) / 255)) };
  await saveSplit(bytes, join(folder, 'data/train'), { classNames });
  await saveSplit(bytes, join(folder, 'data/test'), { classNames });
  expect(readdirSync(join(folder, 'data/train/3'))[0]).toMatch(/^\d\d\.png$/);
  const read = (await imageFolder(join(folder, 'data'))).train;
  const order = Array.from(read.ids!, (id) => Number(/(\d+)\.png$/.exec(id)?.[1]));
  expect(read.inputs).toEqual(subset(bytes, order).inputs);
  expect(read.labels).toEqual(subset(bytes, order).labels);
});

test('refuses what the format cannot hold', async () => {
  const { train } = glyphs({ train: 10, test: 10 });
  const rows = split(
    [
      [1, 2],
      [3, 4],
    ],
    [0, 1],
  );
  await expect(saveSplit(rows, join(folder, 'x'))).rejects.toThrow('Expected pictures [height, width, 1 or 3]');
  const bright = { ...train, inputs: train.inputs.map((value) => 2 * value) };
  await expect(saveSplit(bright, join(folder, 'x'))).rejects.toThrow(InvalidDataError);
  const classNames = Array.from({ length: 10 }, (_, i) => `../${i}`);
  await expect(saveSplit(train, join(folder, 'x'), { classNames })).rejects.toThrow('cannot be the name of a folder');
  await expect(saveSplit(train, join(folder, 'x'), { format: 'png' as never })).rejects.toThrow(InvalidOptionError);
  await expect(saveSplit(train, '')).rejects.toThrow("Pass e.g. 'out/train.npz'.");
});

/** NumPy and Pillow read what is written, where a Python with both is at hand. */
const python = process.env.DNN_PYTHON ?? 'python3';
const hasPeers = (): boolean => {
  try {
    execFileSync(python, ['-c', 'import numpy, PIL'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
test.skipIf(!hasPeers())('NumPy and Pillow read the same values', async () => {
  const { train } = glyphs({ train: 10, test: 10 });
  const path = join(folder, 'peer');
  await saveSplit(train, `${path}.npz`);
  await saveSplit(train, path);
  const code = `
import glob, json, sys
import numpy as np
from PIL import Image
data = np.load(sys.argv[1] + ".npz")
pictures = [np.asarray(Image.open(path)).ravel().tolist() for path in sorted(glob.glob(sys.argv[1] + "/*/*.png"), key=lambda path: path[-6:])]
print(json.dumps([data["x"].shape, data["x"].ravel().tolist(), data["y"].tolist(), pictures]))`;
  const output = execFileSync(python, ['-c', code, path], { encoding: 'utf8' });
  const [shape, x, y, pictures] = JSON.parse(output) as [number[], number[], number[], number[][]];
  expect(shape).toEqual([10, 28, 28, 1]);
  expect(Float32Array.from(x)).toEqual(train.inputs);
  expect(y).toEqual([...train.labels]);
  expect(pictures.flat()).toEqual(Array.from(train.inputs, (value) => Math.round(255 * value)));
});
