import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { tf } from '../../../../../../src/engine/tensors.ts';
import { compared, expectSameOnBothEngines, randomTensor } from '../../../both-engines.ts';

/** Two shapes that can be broadcast to one: some extents are 1, and one shape may lack the first axes. */
const shapes = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('both', 'left', 'right')), { maxLength: 4 })
  .chain((axes) => fc.tuple(fc.constant(axes), fc.nat({ max: axes.length }), fc.boolean()))
  .map(([axes, missing, isLeft]) => {
    const left = axes.map(([extent, side]) => (side === 'right' ? 1 : extent));
    const right = axes.map(([extent, side]) => (side === 'left' ? 1 : extent));
    return isLeft ? [left.slice(missing), right] : [left, right.slice(missing)];
  });

beforeEach(() => startEngine(compared).then(() => undefined));

test('the sign of the smallest numbers is not 0', async () => {
  await startEngine('wasm');
  const x = tf.tensor1d([1e-7, -1e-7, 1e-38, -1e-38, 0, -0, 3, -Infinity, NaN]);
  expect([...tf.sign(x).dataSync()]).toEqual([1, -1, 1, -1, 0, 0, 1, -1, 0]);
});

test('clipped NaN remains NaN', () => {
  const x = tf.tensor1d([NaN, 5, -5, 0.5, Infinity, -Infinity, NaN]);
  expect([...tf.clipByValue(x, 0, 1).dataSync()]).toEqual([NaN, 1, 0, 0.5, 1, 0, NaN]);
});

test('signs and clipped numbers match the JavaScript engine', () =>
  expectSameOnBothEngines(() =>
    [1, 3, 4, 7, 64].flatMap((size) => {
      const x = randomTensor([size], size);
      return [tf.sign(x), tf.clipByValue(x, -0.3, 0.4)];
    }),
  ));

test('whole numbers remain whole when clipped', () => {
  expect([...tf.clipByValue(tf.tensor1d([1, 9], 'int32'), 2, 5).dataSync()]).toEqual([2, 5]);
});

describe('two tensors, broadcast to a common shape,', () => {
  test('have the results and comparisons of the JavaScript engine', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer(), ([left, right], seed) =>
        expectSameOnBothEngines(() => {
          const [a, b] = [randomTensor(left, seed), randomTensor(right, seed + 1)];
          const away = tf.add(tf.abs(b), 0.1);
          return [
            ...[tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.div(a, away), tf.squaredDifference(a, b)],
            ...[tf.maximum(a, b), tf.minimum(a, b), tf.greater(a, b), tf.less(a, b)],
            ...[tf.equal(a, a), tf.notEqual(a, b), tf.greaterEqual(a, a), tf.lessEqual(b, b)],
          ];
        }),
      ),
      { numRuns: 30 },
    );
  });

  test('are rejected if their shapes do not fit', () => {
    expect(() => tf.add(tf.ones([2, 3]), tf.ones([2, 4]))).toThrow();
  });

  test('may be plain numbers', () =>
    expectSameOnBothEngines(() => {
      const x = randomTensor([3, 5], 1);
      const number = tf.scalar(0.25);
      return [tf.add(x, 2), tf.sub(2, x), tf.mul(number, number), tf.less(x, number), tf.add(tf.tensor1d([1]), number)];
    }));
});

test('elementwise functions match the JavaScript engine', () =>
  expectSameOnBothEngines(() =>
    [0, 1, 7, 64, 1001].flatMap((size) => {
      const x = tf.mul(randomTensor([size], size), 20);
      const positive = tf.abs(x);
      return [tf.neg(x), tf.square(x), tf.sqrt(positive), tf.relu(x), tf.sigmoid(x), tf.sign(x), positive];
    }),
  ));

test.skipIf(compared === 'wasm')('NaN remains NaN', () => {
  const [x, y] = [tf.tensor1d([NaN, 1, NaN]), tf.tensor1d([2, NaN, NaN])];
  for (const result of [
    tf.add(x, y),
    tf.maximum(x, y),
    tf.minimum(x, y),
    tf.max(x),
    tf.sum(x),
    tf.relu(tf.neg(tf.add(x, y))),
  ])
    expect([...result.dataSync()].every(Number.isNaN)).toBe(true);
});

test('a condition selects numbers or rows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer(),
      (rows, columns, seed) =>
        expectSameOnBothEngines(() => {
          const [a, b] = [randomTensor([rows, columns], seed), randomTensor([rows, columns], seed + 1)];
          const chosen = tf.greater(randomTensor([rows, 1], seed + 2), 0);
          return [tf.where(tf.greater(a, b), a, b), tf.where(chosen, a, b)];
        }),
    ),
    { numRuns: 20 },
  );
});

test('the gradient of ReLU passes only where the input was positive', () =>
  expectSameOnBothEngines(() => tf.grad((x: tf.Tensor) => tf.sum(tf.square(tf.relu(x))))(randomTensor([3, 50], 3))));
