import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { activationNames } from '../../../../src/engine/kernels/attributes.ts';
import { tf, tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import { expectSameOnBothEngines, kernelsOf, randomTensor } from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';

const layerOf = (activation: string) => tfl.layers.activation({ activation: activation as 'tanh' });

/** The functions and their derivatives in 64 bits. */
const erf = (v: number): number => {
  let [sum, term] = [0, v];
  for (let n = 0; n < 200; n++) {
    sum += term / (2 * n + 1);
    term *= -(v * v) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const functions: Readonly<Record<(typeof activationNames)[number], (x: number) => number>> = {
  softplus,
  mish: (x) => x * Math.tanh(softplus(x)),
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  gelu_new: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  tanh: Math.tanh,
};
const points = Float32Array.from({ length: 203 }, (_, i) => (i - 101) / 19);

describe.each(activationNames)('the activation %s in one pass', (name) => {
  test('has the output and gradient of the stock one on the JavaScript engine', () =>
    expectSameOnBothEngines(() => outputAndGradients(layerOf(name), tf.mul(9, randomTensor([3, 5, 7], 1)), true, 2)));

  test('has the values and slopes of 64 bits', async () => {
    await startEngine('wasm');
    const f = functions[name];
    tf.tidy(() => {
      const x = tf.tensor1d(points);
      const apply = (input: Tensor) => layerOf(name).apply(input) as Tensor;
      const values = apply(x).dataSync();
      const slopes = tf
        .grad((input) => tf.sum(apply(input)))(x)
        .dataSync();
      points.forEach((point, i) => {
        expect(Math.abs(values[i] - f(point))).toBeLessThan(4e-7 * Math.max(1, Math.abs(point)));
        if (name === 'relu6') return; // its slope jumps
        const quotient = (f(point + 1e-5) - f(point - 1e-5)) / 2e-5;
        expect(Math.abs(slopes[i] - quotient)).toBeLessThan(2e-6);
      });
    });
  });

  test('is finite far away, keeps NaN, and does not depend on the place of a number', async () => {
    await startEngine('wasm');
    tf.tidy(() => {
      const far = [-1e30, -400, -90, -20, 20, 90, 400, 1e30];
      const all = (layerOf(name).apply(tf.tensor1d(far)) as Tensor).dataSync();
      expect([...all].every(Number.isFinite)).toBe(true);
      const slopes = tf
        .grad((x) => tf.sum(layerOf(name).apply(x) as Tensor))(tf.tensor1d(far))
        .dataSync();
      const expected = far.map((number) => (name === 'tanh' || number < 0 || (name === 'relu6' && number > 6) ? 0 : 1));
      expected.forEach((slope, i) => expect(slopes[i]).toBeCloseTo(slope, 6));
      far.forEach((number, i) =>
        expect((layerOf(name).apply(tf.tensor1d([number])) as Tensor).dataSync()[0]).toBe(all[i]),
      );
      expect((layerOf(name).apply(tf.tensor1d([Number.NaN, 1])) as Tensor).dataSync()[0]).toBeNaN();
      expect(kernelsOf(() => layerOf(name).apply(tf.tensor1d(far)))).toEqual(['Activate']);
    });
  });
});

describe('the layer ReLU with a cap of 6 in one pass', () => {
  const layer = (maxValue: number) => tfl.layers.reLU({ maxValue });

  test('has the output and gradient of the stock one on the JavaScript engine', () =>
    expectSameOnBothEngines(() => outputAndGradients(layer(6), tf.mul(9, randomTensor([3, 5, 7], 1)), true, 2)));

  test('has slope 0 at 0 and at 6, and keeps one tensor for its gradient; other caps remain those of TensorFlow.js', async () => {
    await startEngine('wasm');
    tf.tidy(() => {
      const x = tf.tensor1d([-1, 0, 3, 6, 7]);
      const apply = (input: Tensor) => layer(6).apply(input) as Tensor;
      expect([...apply(x).dataSync()]).toEqual([0, 0, 3, 6, 6]);
      expect([...tf.grad(apply)(x).dataSync()]).toEqual([0, 0, 1, 0, 0]);
      expect(kernelsOf(() => apply(x))).toEqual(['Activate']);
      expect(kernelsOf(() => layer(5).apply(x))).toEqual(['Relu', 'ClipByValue']);
    });
  });
});
