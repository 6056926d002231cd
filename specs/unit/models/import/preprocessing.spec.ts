import { beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { pgd } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { loadClassifier, type ImportOptions } from '../../../../src/models/index.ts';
import { float32, modelBytes, tensor } from './onnx/write-onnx.ts';

const root = mkdtempSync(join(tmpdir(), 'preprocessing-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

/** Two channels of 1 × 2, first in the file; the logits are the four values (c0 v0, c0 v1, c1 v0, c1 v1), times 1 to 4. */
const diagonal = Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? at / 5 + 1 : 0));
const path = join(root, 'images.onnx');
writeFileSync(
  path,
  modelBytes({
    nodes: [
      { operator: 'Conv', inputs: ['x', 'k'], outputs: ['h'] },
      { operator: 'Flatten', inputs: ['h'], outputs: ['f'] },
      { operator: 'MatMul', inputs: ['f', 'w'], outputs: ['y'], name: 'last' },
    ],
    tensors: [tensor('k', [2, 2, 1, 1], 1, float32([1, 0, 0, 1])), tensor('w', [4, 4], 1, float32(diagonal))],
    inputs: { x: ['batch', 2, 1, 2] },
  }),
);

async function logits(values: readonly number[], options: ImportOptions = {}): Promise<number[]> {
  const { data } = await (await loadClassifier(path, options)).predict(Float32Array.from(values), 1);
  return Array.from(data);
}

describe('layout', () => {
  test('has the channels last unless told otherwise', async () => {
    expect((await loadClassifier(path)).itemShape).toEqual([1, 2, 2]);
    expect(await logits([0.1, 0.2, 0.3, 0.4])).toEqual(
      [0.1, 0.3 * 2, 0.2 * 3, 0.4 * 4].map(Math.fround).map((v) => expect.closeTo(v, 5) as number),
    );
  });

  test('can have the channels first', async () => {
    expect((await loadClassifier(path, { layout: 'nchw' })).itemShape).toEqual([2, 1, 2]);
    expect(await logits([0.1, 0.2, 0.3, 0.4], { layout: 'nchw' })).toEqual(
      [0.1, 0.4, 0.9, 1.6].map((v) => expect.closeTo(v, 5) as number),
    );
  });

  test('applies to a saved model, too', async () => {
    const folder = join(root, 'saved');
    await (await loadClassifier(path)).save(folder);
    const first = await loadClassifier(folder, { layout: 'nchw' });
    expect(first.itemShape).toEqual([2, 1, 2]);
    expect(Array.from((await first.predict(Float32Array.of(0.1, 0.2, 0.3, 0.4), 1)).data)).toEqual(
      [0.1, 0.4, 0.9, 1.6].map((v) => expect.closeTo(v, 5) as number),
    );
  });
});

describe('normalize', () => {
  const normalize = { mean: [0.5, 0.1], std: [0.5, 0.2] };

  test('subtracts the mean and divides by the deviation of each channel', async () => {
    const expected = [-0.8, 0.5, -0.4, 1.5].map((v, i) => expect.closeTo(v * [1, 3, 2, 4][i], 5) as number);
    const [a, b, c, d] = expected;
    expect(await logits([0.1, 0.2, 0.3, 0.4], { normalize })).toEqual([a, c, b, d]);
  });

  test('leaves epsilon in the units of the inputs, and survives saving', async () => {
    const model = await loadClassifier(path, { normalize });
    const folder = join(root, 'normalized');
    await model.save(folder);
    const loaded = await loadClassifier(folder);
    const split = {
      inputs: Float32Array.of(0.1, 0.2, 0.3, 0.4),
      itemShape: [1, 2, 2],
      labels: Int32Array.of(3),
      size: 1,
    };
    const { adversarial } = await pgd.with({ steps: 3 }).run(loaded, split, { epsilon: 0.05, seed: 1 });
    const moves = Array.from(adversarial, (value, i) => Math.abs(value - split.inputs[i]));
    expect(Math.max(...moves)).toBeCloseTo(0.05, 5);
    expect((await loaded.predict(split.inputs, 1)).data).toEqual((await model.predict(split.inputs, 1)).data);
  });
});

describe('classes', () => {
  test('puts outputs into the order of the labels', async () => {
    const [a, b, c, d] = await logits([0.1, 0.2, 0.3, 0.4]);
    expect(await logits([0.1, 0.2, 0.3, 0.4], { classes: [3, 0, 2, 1] })).toEqual([d, a, c, b]);
  });

  test('can leave outputs out', async () => {
    const [, b, , d] = await logits([0.1, 0.2, 0.3, 0.4]);
    const model = await loadClassifier(path, { classes: [1, 3] });
    expect(model.classes).toBe(2);
    expect(await logits([0.1, 0.2, 0.3, 0.4], { classes: [1, 3] })).toEqual([b, d]);
  });
});

test.each([
  [{ normalize: { mean: [0, 0, 0], std: [1] } }, 'one number per channel, 2'],
  [{ normalize: { mean: [0], std: [0] } }, 'std above 0'],
  [{ normalize: { mean: [Number.NaN], std: [1] } }, 'mean, std'],
  [{ layout: 'hwc' }, 'nchw'],
  [{ classes: [0, 0] }, 'different numbers of outputs'],
  [{ classes: [0, 4] }, 'below 4'],
  [{ classes: [3, 0], normalize: { mean: [0, 0, 0], std: [1] } }, 'one number per channel, 2'],
])('%j is refused, and the network is freed', async (options, message) => {
  const { numTensors } = tf.memory();
  const loading = loadClassifier(path, options as ImportOptions);
  await expect(loading).rejects.toThrow(InvalidOptionError);
  await expect(loading).rejects.toThrow(message);
  expect(tf.memory().numTensors).toBe(numTensors);
});
