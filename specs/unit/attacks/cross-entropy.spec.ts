import { beforeAll, expect, test } from 'vitest';
import { crossEntropyGradient } from '../../../src/attacks/cross-entropy.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { leNet1 } from '../../../src/models/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

test('agrees with central differences of the loss', async () => {
  const { network, split } = await smallProblem(5);
  const loss = (values: Float32Array): number =>
    tf.tidy(() => {
      const logits = network.logits(tf.tensor(values, [5, 4, 4, 1]));
      const onehot = tf.oneHot(tf.tensor1d(split.labels, 'int32'), 3);
      return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), onehot))).dataSync()[0];
    });
  const gradient = tf.tidy(() => {
    const x = tf.tensor(split.inputs, [5, 4, 4, 1]);
    return crossEntropyGradient(network, tf.tensor1d(split.labels, 'int32'))(x).dataSync();
  });
  const step = 1e-3; // float32: smaller steps drown in rounding, larger ones cross kinks of the ReLU
  gradient.forEach((slope, i) => {
    const [above, below] = [1, -1].map((sign) =>
      loss(split.inputs.map((value, at) => (at === i ? value + sign * step : value)) as Float32Array),
    );
    expect(slope).toBeCloseTo((above - below) / (2 * step), 2);
  });
});

test('computes no gradient of a weight', async () => {
  const network = leNet1({ itemShape: [28, 28, 1], classes: 10, seed: 1 });
  const random = createRandom(2);
  const x = tf.tensor(
    Float32Array.from({ length: 2 * 784 }, () => random.uniform()),
    [2, 28, 28, 1],
  );
  const y = tf.tensor1d([3, 4], 'int32');
  const { kernelNames } = await tf.profile(() => crossEntropyGradient(network, y)(x));
  expect(kernelNames).toContain('Conv2DBackpropInput');
  expect(kernelNames).not.toContain('Conv2DBackpropFilter');
});
