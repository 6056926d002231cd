import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { leNet1, leNet5, multilayerPerceptron } from '../../../src/architectures/index.ts';
import { readWeights } from '../../../src/models/network/weights.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const mnist = { itemShape: [28, 28, 1], classes: 10, seed: 1 };

test('the networks have the layer sizes of their papers', () => {
  const shapes = (architecture: typeof leNet5) =>
    networkOf(architecture(mnist)).model.weights.map(({ shape }) => shape);
  expect(shapes(leNet1)).toEqual([[5, 5, 1, 4], [4], [5, 5, 4, 12], [12], [192, 10], [10]]);
  expect(shapes(leNet5)).toEqual([
    [5, 5, 1, 6],
    [6],
    [5, 5, 6, 16],
    [16],
    [400, 120],
    [120],
    [120, 84],
    [84],
    [84, 10],
    [10],
  ]);
  expect(shapes(multilayerPerceptron.with({ hidden: [32] }))).toEqual([[784, 32], [32], [32, 10], [10]]);
  expect(shapes(multilayerPerceptron.with({ hidden: [] }))).toEqual([[784, 10], [10]]);
});

test('kernels are drawn uniformly, by He before a ReLU and by Glorot before the logits; biases are zero', () => {
  const [first, bias, , , last] = readWeights(networkOf(multilayerPerceptron.with({ hidden: [50, 40] })(mnist)).model);
  const spread = (values: Float32Array) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  expect(Math.max(...first.map(Math.abs))).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / 784)));
  expect(spread(first)).toBeCloseTo(Math.sqrt(2 / 784), 3);
  expect(Math.max(...last.map(Math.abs))).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / 50)));
  expect(spread(last)).toBeCloseTo(Math.sqrt(2 / 50), 1);
  expect(new Set(bias)).toEqual(new Set([0]));
});

describe('multilayerPerceptron.with', () => {
  test('keeps the options that are not changed, and records all of them', () => {
    expect(multilayerPerceptron.options).toEqual({ hidden: [128, 64], dropout: 0 });
    expect(multilayerPerceptron.with({ dropout: 0.5 }).with({ hidden: [9] }).options).toEqual({
      hidden: [9],
      dropout: 0.5,
    });
    expect(
      networkOf(multilayerPerceptron.with({ hidden: [9, 8], dropout: 0.5 })(mnist)).model.layers.map((layer) =>
        layer.getClassName(),
      ),
    ).toEqual(['InputLayer', 'Flatten', 'Dense', 'Dropout', 'Dense', 'Dropout', 'Dense']);
  });

  test.each([
    [{ hidden: [64, 0] }, 'multilayerPerceptron: hidden contains 0.\nExpected positive integers.'],
    [{ dropout: 1 }, 'multilayerPerceptron: dropout is 1.\nExpected 0 <= dropout < 1.'],
  ])('rejects %j', (options, message) => {
    expect(() => multilayerPerceptron.with(options)).toThrow(message);
  });
});
