import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { adam } from '../../../../src/training/optimizers/adam.ts';
import { compared } from '../../engine/both-engines.ts';

beforeAll(async () => {
  await startEngine();
});

test('the first step has the size of the learning rate, against a gradient of any size', () => {
  const w = tf.variable(tf.tensor1d([1, 1, 1, 1]));
  adam([w], { learningRate: 0.1 }).step([tf.tensor1d([1000, 0.001, -5, 0])]);
  const [a, b, c, d] = w.dataSync();
  expect([a, b]).toEqual([expect.closeTo(0.9), expect.closeTo(0.9)]);
  expect([c, d]).toEqual([expect.closeTo(1.1), 1]);
});

test('a variable without a gradient is unchanged', () => {
  const [a, b] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(2))];
  const before = tf.memory().numTensors;
  const optimizer = adam([a, b], { learningRate: 0.1 });
  tf.tidy(() => optimizer.step([undefined, tf.scalar(1)]));
  optimizer.dispose();
  expect([a.dataSync()[0], b.dataSync()[0]]).toEqual([1, expect.closeTo(1.9)]);
  expect(tf.memory().numTensors).toBe(before);
});

test('finds the minimum of a parabola', () => {
  const w = tf.variable(tf.tensor1d([3, -2]));
  const { step } = adam([w], { learningRate: 0.1 });
  for (let i = 0; i < 300; i++) tf.tidy(() => step([tf.mul(2, tf.sub(w, [1, 1]))]));
  expect([...w.dataSync()]).toEqual([expect.closeTo(1, 3), expect.closeTo(1, 3)]);
});

test('takes bit-identical steps in the engine and in JavaScript', async () => {
  const ends: Float32Array[] = [];
  for (const engine of ['cpu', compared] as const) {
    await startEngine(engine);
    const random = createRandom(5);
    const draw = () => tf.tensor1d(Float32Array.from({ length: 1001 }, () => 10 ** (8 * random.uniform() - 6)));
    const w = tf.variable(draw());
    const optimizer = adam([w], { learningRate: 0.01 });
    for (let i = 0; i < 20; i++) tf.tidy(() => optimizer.step([draw()]));
    ends.push(Float32Array.from(w.dataSync()));
    optimizer.dispose();
  }
  expect(ends[1]).toEqual(ends[0]);
});
