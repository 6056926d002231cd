import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../src/engine/index.ts';
import { type Tensor, type Tensor4D, tf } from '../../../../../src/engine/tensors.ts';
import { createRandom } from '../../../../../src/random/index.ts';
import { compared, expectGradientByDifferences, expectSameOnBothEngines, randomTensor } from '../../both-engines.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const pools = fc.record({
  shape: fc.tuple(between(1, 3), between(5, 10), between(5, 10), between(1, 9)),
  window: fc.tuple(between(1, 5), between(1, 5)),
  strides: fc.tuple(between(1, 3), between(1, 3)),
  pad: fc.constantFrom('same' as const, 'valid' as const),
  seed: fc.integer(),
});

/** Distinct whole numbers in random order, so that the largest input of a window is unique. */
function ranks(shape: [number, number, number, number], seed: number): Tensor4D {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor4d(Float32Array.from(createRandom(seed).sample(size, size)), shape);
}

describe('pooling', () => {
  test('and its gradients match the JavaScript engine', async () => {
    await fc.assert(
      fc.asyncProperty(pools, ({ shape, window, strides, pad, seed }) =>
        expectSameOnBothEngines(() => {
          const x = randomTensor(shape, seed) as Tensor4D;
          const largest = (a: Tensor): Tensor => tf.maxPool(a as Tensor4D, window, strides, pad);
          const mean = (a: Tensor): Tensor => tf.avgPool(a as Tensor4D, window, strides, pad);
          return [
            largest(x),
            mean(x),
            ...[largest, mean].map((f) => tf.grad((a: Tensor) => tf.sum(tf.square(f(a))))(x)),
          ];
        }),
      ),
      { numRuns: 40 },
    );
  });

  test.each(['same', 'valid'] as const)(
    'with padding %s has gradients equal to its difference quotients',
    async (pad) => {
      await startEngine(compared);
      const x = ranks([2, 5, 4, 3], 1);
      for (const strides of [1, 2, 3]) {
        expectGradientByDifferences((a) => tf.maxPool(a as Tensor4D, [3, 2], strides, pad), [x], 0.25);
        expectGradientByDifferences((a) => tf.avgPool(a as Tensor4D, [3, 2], strides, pad), [x], 0.25);
      }
    },
  );

  test.each([1, 6, 8, 9, 17])('with adjacent windows and %i channels matches the JavaScript engine', (channels) =>
    expectSameOnBothEngines(() =>
      ([2, 3, [2, 3], [3, 1]] as [number, number][]).flatMap((window) => {
        const x = randomTensor([2, 7, 8, channels], channels) as Tensor4D;
        const f = (a: Tensor): Tensor => tf.maxPool(a as Tensor4D, window, window, 'valid');
        return [f(x), tf.grad((a: Tensor) => tf.sum(tf.square(f(a))))(x)];
      }),
    ),
  );

  test('passes the gradient to the first of equal inputs', async () => {
    await startEngine(compared);
    const x = tf.ones([1, 2, 2, 5]) as Tensor4D;
    const gradient = tf.grad((a: Tensor) => tf.sum(tf.maxPool(a as Tensor4D, 2, 2, 'valid')))(x);
    expect([...gradient.dataSync()]).toEqual([...Array(5).fill(1), ...Array(15).fill(0)]);
  });

  test('preserves NaN and minus infinity', async () => {
    await startEngine(compared);
    const x = tf.tensor4d([NaN, 1, -Infinity, -Infinity], [2, 1, 2, 1]);
    expect([...tf.maxPool(x, [1, 2], 1, 'valid').dataSync()]).toEqual([NaN, -Infinity]);
  });
});
