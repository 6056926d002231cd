import { beforeAll, expect, test } from 'vitest';
import { crossEntropySlope } from '../../../src/gradients/cross-entropy-slope.ts';
import { pullBack } from '../../../src/gradients/jacobian.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { linearClassifier, smallProblem } from '../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

test('crossEntropySlope gives the gradient of the cross-entropy divided by 1 - p of the label, by central differences', async () => {
  const { network, split } = await smallProblem(5);
  const right = (values: Split['inputs']): number[] =>
    tf.tidy(() => {
      const probabilities = tf.softmax(network.logits(tf.tensor(values, [5, 4, 4, 1])));
      const onehot = tf.oneHot(tf.tensor1d(split.labels, 'int32'), 3);
      return [...tf.sum(tf.mul(probabilities, onehot), 1).dataSync()];
    });
  const direction = tf.tidy(() => {
    const y = tf.tensor1d(split.labels, 'int32');
    return pullBack(network, tf.tensor(split.inputs, [5, 4, 4, 1]), (z) => ({
      slope: crossEntropySlope(z, y),
    })).gradient.dataSync();
  });
  const step = 1e-3; // float32: rounding dominates smaller steps, larger ones cross kinks of the ReLU
  const factors = right(split.inputs).map((p) => 1 - p);
  direction.forEach((slope, i) => {
    const item = Math.floor(i / 16);
    const [above, below] = [step, -step].map((shift) => {
      return -Math.log(right(split.inputs.map((value, at) => (at === i ? value + shift : value)))[item]);
    });
    expect(slope * factors[item]).toBeCloseTo((above - below) / (2 * step), 2);
  });
});

test.each([1, 100, 10_000])(
  'crossEntropySlope does not shrink if the model is confident: weights times %d',
  (factor) => {
    const network = linearClassifier([
      [factor, 0],
      [0, factor],
    ]);
    const direction = tf.tidy(() => {
      const y = tf.tensor1d([0], 'int32');
      return [
        ...pullBack(network, tf.tensor2d([[0.9, 0.1]]), (z) => ({
          slope: crossEntropySlope(z, y),
        })).gradient.dataSync(),
      ];
    });
    expect(direction).toEqual([-factor, factor]);
  },
);
