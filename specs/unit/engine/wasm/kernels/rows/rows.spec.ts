import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { type Tensor, tf } from '../../../../../../src/engine/tensors.ts';
import { compared, expectSameOnBothEngines, randomTensor } from '../../../both-engines.ts';

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

describe('rows', () => {
  test('have the sums and maxima of the JavaScript engine over any axes', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.integer({ min: 1, max: 15 }),
        fc.boolean(),
        fc.integer(),
        (shape, axes, keepDims, seed) =>
          expectSameOnBothEngines(() => {
            const chosen = shape.map((_, axis) => axis).filter((axis) => axes & (1 << axis));
            const x = tf.add(randomTensor(shape, seed), 2);
            return [tf.sum(x, chosen, keepDims), tf.max(x, chosen, keepDims)];
          }),
      ),
      { numRuns: 30 },
    );
  });

  test('are summed without losing small numbers', async () => {
    await startEngine('wasm');
    const x = tf.fill([200_000, 3], 0.1);
    const [sum] = tf.sum(x, 0).dataSync();
    expect(Math.abs(sum - 20_000) / 20_000).toBeLessThan(1e-5);
  });

  test('plus a bias match the JavaScript engine', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer(), (shape, seed) =>
        expectSameOnBothEngines(() => {
          const x = randomTensor(shape, seed);
          const bias = randomTensor(shape.slice(-1), seed + 1);
          const f = (a: Tensor, b: Tensor): Tensor => tf.sum(tf.square(tf.add(a, b)));
          return [tf.add(x, bias), tf.add(bias, x), ...tf.grads(f)([x, bias])];
        }),
      ),
      { numRuns: 40 },
    );
  });
});

describe('relu', () => {
  test('has the gradient of the JavaScript engine', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer(), (shape, seed) =>
        expectSameOnBothEngines(() => tf.grad((a: Tensor) => tf.sum(tf.square(tf.relu(a))))(randomTensor(shape, seed))),
      ),
      { numRuns: 30 },
    );
  });

  test('has the gradient 0 at 0', async () => {
    await startEngine(compared);
    const gradient = tf.grad((a: Tensor) => tf.sum(tf.relu(a)))(tf.tensor1d([-1, 0, 1, 2, 0]));
    expect([...gradient.dataSync()]).toEqual([0, 0, 1, 1, 0]);
  });
});

describe('clones', () => {
  test('survive the tensors that they were copied from', async () => {
    await startEngine(compared);
    const x = tf.tensor1d([1, 2, 3]);
    const [clone, same] = [tf.clone(x), tf.cast(x, 'float32')];
    x.dispose();
    clone.dispose();
    expect([...same.dataSync()]).toEqual([1, 2, 3]);
    same.dispose();
  });

  test('by a transposition that moves no axis share their numbers; other transpositions do not', async () => {
    await startEngine('wasm');
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const same = tf.transpose(x, [0, 1]);
    expect(same.dataId).toBe(x.dataId);
    expect([...tf.transpose(x).dataSync()]).toEqual([1, 4, 2, 5, 3, 6]);
    x.dispose();
    expect([...same.dataSync()]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('preserve strings and convert types', async () => {
    await startEngine(compared);
    expect(tf.clone(tf.tensor1d(['a', 'b'])).dataSync()).toEqual(['a', 'b']);
    expect([...tf.cast(tf.tensor1d([1.5, 2]), 'int32').dataSync()]).toEqual([1, 2]);
  });
});
