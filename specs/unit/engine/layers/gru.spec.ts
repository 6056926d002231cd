import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { expectSameOnBothEngines, kernelsOf, randomTensor } from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';
import {
  type Builder,
  constant,
  expectGradients,
  expectSameBitsInBatch,
  expectStockLayer,
} from './recurrent-layers.ts';

const before: Builder = (options) => tfl.layers.gru(options as { units: number }) as never;
const after: Builder = (options) => {
  const [type, fromConfig] = tf.serialization.SerializationMap.getMap().classNameMap.GRU;
  const config = tfl.layers.gru(options as { units: number }).getConfig();
  return fromConfig(type, { ...config, resetAfter: true }) as never;
};

describe.each([
  ['that resets before the product', before],
  ['that resets after the product', after],
])('a GRU in one kernel %s', (_, build) => {
  test('has the output and gradients of the stock layer on the JavaScript engine, with masks and without', () =>
    expectStockLayer(build, 3));

  test('has the gradients of difference quotients where steps are masked', () => expectGradients(build));

  test('gives an input the same bits alone, in a batch, and with a gradient', () => expectSameBitsInBatch(build));

  test('has the same output and gradients when gates saturate', () =>
    expectSameOnBothEngines(() => {
      const x = tf.mul(60, randomTensor([5, 4, 3], 1));
      return outputAndGradients(build({ units: 6, ...constant, recurrentActivation: 'sigmoid' }), x, true, 2);
    }, 1e-5));

  test('is one kernel, and frees the tensors kept for the gradient', async () => {
    await startEngine('wasm');
    const x = randomTensor([3, 8, 4], 1);
    const layer = build({ units: 5, ...constant });
    layer.apply(x);
    const tensors = tf.memory().numTensors;
    expect(kernelsOf(() => layer.apply(x))).toEqual(['Gru']);
    tf.grad((input) => tf.sum(layer.apply(input) as tf.Tensor))(x).dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

test('a GRU with another activation has the gradients of the JavaScript engine', () =>
  expectSameOnBothEngines(() =>
    outputAndGradients(before({ units: 4, ...constant, activation: 'relu' }), randomTensor([3, 5, 2], 1), true, 3),
  ));
