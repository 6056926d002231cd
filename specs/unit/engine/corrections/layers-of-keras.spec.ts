import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type SymbolicTensor, type Tensor } from '../../../../src/engine/tensors.ts';
import { classifier, loadClassifier } from '../../../../src/models/index.ts';

beforeAll(() => startEngine('wasm'));

const { centerCrop, dense, flatten, gru } = tfl.layers;
const kernelInitializer = tfl.initializers.glorotUniform({ seed: 1 });

describe('centerCrop', () => {
  const crop = (height: number, width: number, size: [number, number]): number[][] => {
    const layer = centerCrop({ height, width });
    const pixels = tf.reshape(tf.range(0, size[0] * size[1]), [1, ...size, 1]);
    return (tf.squeeze(layer.apply(pixels) as Tensor, [0, 3]) as unknown as { arraySync(): number[][] }).arraySync();
  };

  test('takes the middle', () => {
    expect(crop(2, 3, [4, 5])).toEqual([
      [6, 7, 8],
      [11, 12, 13],
    ]);
    expect(crop(2, 4, [5, 5])).toEqual([
      [5, 6, 7, 8],
      [10, 11, 12, 13],
    ]);
  });

  test('accepts the shape that it was built for, and has a gradient', async () => {
    const input = tfl.input({ shape: [6, 6, 1] });
    const cropped = flatten().apply(centerCrop({ height: 2, width: 2 }).apply(input)) as SymbolicTensor;
    const outputs = dense({ units: 2, kernelInitializer }).apply(cropped) as SymbolicTensor;
    const model = classifier(tfl.model({ inputs: input, outputs }));
    const gradient = tf
      .grad((x) => tf.sum(tf.square(model.logits(x))))(tf.ones([1, 6, 6, 1]))
      .dataSync();
    expect(gradient.filter((value) => value !== 0)).toHaveLength(4);
  });
});

test('flatten accepts inputs that are flat', () => {
  expect((flatten().apply(tfl.input({ shape: [4] })) as SymbolicTensor).shape).toEqual([null, 4]);
});

test('gelu_new is saved and loaded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gelu-'));
  const activation = 'gelu_new' as never;
  const model = tfl.sequential({
    layers: [
      dense({ units: 5, activation, kernelInitializer, inputShape: [3] }),
      dense({ units: 2, kernelInitializer }),
    ],
  });
  const split = { inputs: Float32Array.of(0.1, 0.5, 0.9), itemShape: [3], labels: new Int32Array(1), size: 1 };
  await classifier(model).save(folder);
  const loaded = await loadClassifier(folder);
  expect(await loaded.probabilities(split)).toEqual(await classifier(model).probabilities(split));
  rmSync(folder, { recursive: true });
});

test('gru without reset_after is built as before', () => {
  const layer = gru({ units: 2, kernelInitializer, recurrentInitializer: 'zeros', inputShape: [3, 2] });
  tfl.sequential({ layers: [layer] });
  expect(layer.weights.map(({ shape }) => shape)).toEqual([[2, 6], [2, 6], [6]]);
  expect(layer.getConfig()).toMatchObject({ resetAfter: false });
});
