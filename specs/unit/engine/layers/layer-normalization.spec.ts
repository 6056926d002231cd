import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import {
  compared,
  expectGradientByDifferences,
  expectSameOnBothEngines,
  kernelsOf,
  randomTensor,
} from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';

const { layerNormalization } = tfl.layers;

describe('a layer normalisation over the last axes', () => {
  test.each([
    [[5, 7], {}],
    [[3, 4, 9], {}],
    [[2, 3, 5, 6], { axis: [2, 3] }],
    [[2, 3, 5, 6], { axis: [-3, -2, -1], epsilon: 0.1 }],
    [[140, 3], {}],
    [[1, 600], {}],
    [[4, 1], {}],
  ])('of %j with %j has the output and gradients of the stock layer', (shape, options) =>
    expectSameOnBothEngines(
      () => outputAndGradients(layerNormalization(options), tf.add(2, randomTensor(shape, 1)), true, 2),
      2e-5,
    ),
  );

  test.each([{ scale: false }, { center: false }, { axis: 1 }])('has them with %j too', (options) =>
    expectSameOnBothEngines(
      () => outputAndGradients(layerNormalization(options), randomTensor([3, 4, 5], 1), true, 2),
      2e-5,
    ),
  );

  test('has the gradients of difference quotients', async () => {
    await startEngine(compared);
    tf.tidy(() => {
      const layer = layerNormalization({});
      const x = randomTensor([2, 5], 1);
      layer.apply(x);
      layer.setWeights([randomTensor([5], 2), randomTensor([5], 3)]);
      expectGradientByDifferences((input) => layer.apply(input) as Tensor, [x], 0.005);
    });
  });

  test('is one kernel, and gives a row the same bits alone and in a batch', async () => {
    await startEngine('wasm');
    tf.tidy(() => {
      const layer = layerNormalization({});
      const x = randomTensor([6, 37], 1);
      layer.apply(x);
      expect(kernelsOf(() => layer.apply(x))).toEqual(['LayerNorm']);
      const all = (layer.apply(x) as Tensor).dataSync();
      const last = (layer.apply(tf.slice(x, [5, 0], [1, 37])) as Tensor).dataSync();
      expect(last).toEqual(all.slice(5 * 37));
    });
  });
});
