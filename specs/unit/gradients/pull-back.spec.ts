import { beforeAll, expect, test } from 'vitest';
import { logitsOfEach, pullBack, pullBackEach } from '../../../src/gradients/pull-back.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, type Tensor2D } from '../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../src/errors.ts';
import { leNet1 } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { linearClassifier } from '../attacks/sample.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

beforeAll(() => startEngine('wasm'));

const linear = () =>
  linearClassifier([
    [1, 2],
    [3, 4],
  ]);

test('gives the logits and the slope carried back to the input', () => {
  const [logits, gradient] = tf.tidy(() => {
    const made = pullBack(linear(), tf.tensor2d([[0.5, 0.25]]), (z) => ({ slope: tf.square(z) }));
    return [made.logits.dataSync(), made.gradient.dataSync()];
  });
  expect([...logits]).toEqual([1.25, 2]);
  expect([...gradient]).toEqual([1.25 ** 2 + 2 * 4, 3 * 1.25 ** 2 + 4 * 4]);
});

test('computes no gradient of a weight, on one pass forward', async () => {
  const network = networkOf(leNet1({ itemShape: [28, 28, 1], classes: 10, seed: 1 }));
  const random = createRandom(2);
  const x = tf.tensor(
    Float32Array.from({ length: 2 * 784 }, () => random.uniform()),
    [2, 28, 28, 1],
  );
  const { kernels } = await tf.profile(() => pullBack(network, x, (z) => ({ slope: z })).gradient);
  const names = kernels.map(({ name }) => name);
  expect(names).toContain('Conv2DBackpropInput');
  expect(names).not.toContain('Conv2DBackpropFilter');
  expect(names.filter((name) => name.startsWith('MaxPool') && !name.endsWith('Grad'))).toHaveLength(2); // LeNet-1 has two
});

test('says so where there is no gradient', () => {
  const steps = { ...linear(), logits: (x: never) => tf.cast(tf.greater(x, 0.5), 'float32') as Tensor2D };
  const attempt = () => tf.tidy(() => pullBack(steps, tf.tensor2d([[0.5, 0.25]]), (z) => ({ slope: z })).gradient);
  expect(attempt).toThrow(InvalidModelError);
  expect(attempt).toThrow('"linear" has no gradient with respect to its input: ');
});

test('does the same for points that lie in JavaScript, one by one', () => {
  const asked: number[] = [];
  const { logits, gradients } = pullBackEach(
    linear(),
    [Float32Array.of(0.5, 0.25), Float32Array.of(1, 0)],
    (z, at, slope) => {
      asked.push(at);
      slope.set(z.map((value) => value ** 2));
    },
  );
  expect(asked).toEqual([0, 1]);
  expect(logits.map((row) => [...row])).toEqual([
    [1.25, 2],
    [1, 2],
  ]);
  expect(gradients.map((row) => [...row])).toEqual([
    [1.25 ** 2 + 2 * 4, 3 * 1.25 ** 2 + 4 * 4],
    [1 + 2 * 4, 3 + 4 * 4],
  ]);
  expect(logitsOfEach(linear(), [Float32Array.of(1, 0)]).map((row) => [...row])).toEqual([[1, 2]]);
});
