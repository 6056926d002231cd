import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { compared, expectSameOnBothEngines, kernelsOf, randomTensor } from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';
import {
  type Builder,
  constant,
  expectGradients,
  expectSameBitsInBatch,
  expectStockLayer,
  randomMask,
} from './recurrent-layers.ts';

const build: Builder = (options) => tfl.layers.lstm(options as { units: number });

describe('an LSTM in one kernel', () => {
  test('has the output and gradients of the stock layer on the JavaScript engine, with masks and without', () =>
    expectStockLayer(build, 6));

  test('has the gradients of difference quotients where steps are masked', () => expectGradients(build));

  test('gives an input the same bits alone, in a batch, and with a gradient', () => expectSameBitsInBatch(build));

  test('has the same output and gradients when gates saturate', () =>
    expectSameOnBothEngines(() => {
      const x = tf.mul(60, randomTensor([5, 4, 3], 1));
      return outputAndGradients(tfl.layers.lstm({ units: 6, ...constant, recurrentActivation: 'sigmoid' }), x, true, 2);
    }, 1e-5));

  test('is one kernel, and frees the tensors kept for the gradient', async () => {
    await startEngine('wasm');
    const x = randomTensor([3, 8, 4], 1);
    const layer = tfl.layers.lstm({ units: 5, ...constant });
    layer.apply(x);
    const before = tf.memory().numTensors;
    expect(kernelsOf(() => layer.apply(x))).toEqual(['Lstm']);
    const mask = randomMask(3, 8, 1);
    expect(kernelsOf(() => layer.apply(x, { mask })).filter((name) => name !== 'Cast')).toEqual(['Lstm']);
    mask.dispose();
    tf.grad((input) => tf.sum(layer.apply(input) as tf.Tensor))(x).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('an LSTM that runs the stock implementation', () => {
  test.each([
    { activation: 'relu' as const },
    { recurrentActivation: 'relu' as const },
    { unroll: true, activation: 'linear' as const },
  ])('has the gradients of the JavaScript engine with %j', (chosen) =>
    expectSameOnBothEngines(() =>
      outputAndGradients(tfl.layers.lstm({ units: 4, ...constant, ...chosen }), randomTensor([3, 5, 2], 1), true, 3),
    ),
  );

  test('returns its states', async () => {
    await startEngine(compared);
    const layer = tfl.layers.lstm({ units: 4, ...constant, returnState: true });
    const outputs = tf.tidy(() => (layer.apply(randomTensor([3, 5, 2], 1)) as tf.Tensor[]).map(({ shape }) => shape));
    expect(outputs).toEqual([
      [3, 4],
      [3, 4],
      [3, 4],
    ]);
  });

  test('skips masked steps', () =>
    expectSameOnBothEngines(() => {
      const embedding = tfl.layers.embedding({
        inputDim: 7,
        outputDim: 3,
        maskZero: true,
        embeddingsInitializer: 'ones',
      });
      const layer = tfl.layers.lstm({ units: 4, kernelInitializer: 'ones', recurrentInitializer: 'ones' });
      const model = tfl.sequential({ layers: [embedding, layer] });
      model.build([2, 6]);
      const y = model.apply(
        tf.tensor2d([
          [1, 2, 3, 0, 0, 0],
          [4, 5, 6, 1, 2, 3],
        ]),
      ) as tf.Tensor;
      model.dispose();
      return y;
    }));
});
