import { beforeAll, describe, expect, test, vi } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { architectures, leNet1, leNet5, multilayerPerceptron } from '../../../src/models/index.ts';
import { readWeights } from '../../../src/models/weights.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const mnist = { itemShape: [28, 28, 1], classes: 10, seed: 1 };

describe.each(Object.entries(architectures))('%s', (name, architecture) => {
  test('goes by its name and takes what the data demands', () => {
    expect(architecture.name).toBe(name);
    const built = architecture({ itemShape: [32, 24, 3], classes: 7, seed: 1 });
    expect(built).toMatchObject({ name, classes: 7, itemShape: [32, 24, 3], inputRange: [0, 1] });
    built.dispose();
  });

  test('same seed, same weights; another seed, others; none from Math.random', () => {
    const outside = vi.spyOn(Math, 'random');
    const weights = (seed: number) => readWeights(architecture({ ...mnist, seed }).model);
    expect(weights(3)).toEqual(weights(3));
    expect(weights(4)).not.toEqual(weights(3));
    expect(outside).not.toHaveBeenCalled();
    outside.mockRestore();
  });

  test.each([
    [{ ...mnist, classes: 1 }, `${name}: classes is 1.\nExpected an integer of at least 2.`],
    [{ ...mnist, itemShape: [28, 0, 1] }, `${name}: itemShape is [28, 0, 1].\nExpected `],
    [{ ...mnist, itemShape: [] }, `${name}: itemShape is [].\nExpected `],
    [{ ...mnist, seed: 0.5 }, `${name}: seed is 0.5.\nExpected an integer.`],
  ])('refuses %j', (spec, message) => {
    expect(() => architecture(spec)).toThrow(InvalidOptionError);
    expect(() => architecture(spec)).toThrow(message);
  });
});

test('the networks have the sizes of their sources', () => {
  const shapes = (architecture: typeof leNet5) => architecture(mnist).model.weights.map(({ shape }) => shape);
  expect(shapes(leNet1)).toEqual([[5, 5, 1, 4], [4], [5, 5, 4, 12], [12], [192, 10], [10]]);
  expect(shapes(leNet5)).toEqual([[5, 5, 1, 6], [6], [5, 5, 6, 16], [16], [400, 120], [120], [120, 84], [84], [84, 10], [10]]);
  expect(shapes(multilayerPerceptron.with({ hidden: [32] }))).toEqual([[784, 32], [32], [32, 10], [10]]);
  expect(shapes(multilayerPerceptron.with({ hidden: [] }))).toEqual([[784, 10], [10]]);
});

test('weights are uniform: He before a ReLU, Glorot before the logits, biases zero', () => {
  const [first, bias, , , last] = readWeights(multilayerPerceptron.with({ hidden: [50, 40] })(mnist).model);
  const spread = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  expect(Math.max(...first.map(Math.abs))).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / 784)));
  expect(spread(first)).toBeCloseTo(Math.sqrt(2 / 784), 3);
  expect(Math.max(...last.map(Math.abs))).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / 50)));
  expect(spread(last)).toBeCloseTo(Math.sqrt(2 / 50), 1);
  expect(new Set(bias)).toEqual(new Set([0]));
});

describe('multilayerPerceptron.with', () => {
  test('keeps what it is not told, and says it in its options', () => {
    expect(multilayerPerceptron.options).toEqual({ hidden: [128, 64], dropout: 0 });
    expect(multilayerPerceptron.with({ dropout: 0.5 }).with({ hidden: [9] }).options).toEqual({ hidden: [9], dropout: 0.5 });
    expect(multilayerPerceptron.with({ hidden: [9, 8], dropout: 0.5 })(mnist).model.layers.map((layer) => layer.getClassName())).toEqual(
      ['InputLayer', 'Flatten', 'Dense', 'Dropout', 'Dense', 'Dropout', 'Dense'],
    );
  });

  test.each([
    [{ hidden: [64, 0] }, 'multilayerPerceptron: hidden contains 0.\nExpected positive integers.'],
    [{ dropout: 1 }, 'multilayerPerceptron: dropout is 1.\nExpected 0 <= dropout < 1.'],
  ])('refuses %j', (options, message) => {
    expect(() => multilayerPerceptron.with(options)).toThrow(message);
  });
});
