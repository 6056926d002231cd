import fc from 'fast-check';
import { describe, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, type Tensor1D, tf, tfl } from '../../../../src/engine/tensors.ts';
import {
  compared,
  expectClose,
  expectGradientByDifferences,
  expectSameOnBothEngines,
  randomTensor,
} from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const shapes: fc.Arbitrary<number[]> = fc.oneof(
  fc.tuple(between(2, 5), between(1, 5), between(1, 5), between(1, 19)),
  fc.tuple(between(2, 20), between(1, 5), between(1, 19)),
  fc.tuple(between(2, 20), between(1, 19)),
);

describe('batch normalisation', () => {
  test.each([true, false])(
    'with training %s has the output, gradients and moving averages of the stock layer',
    async (training) => {
      await fc.assert(
        fc.asyncProperty(shapes, fc.integer(), fc.constantFrom(0, 3), (shape, seed, mean) =>
          expectSameOnBothEngines(() => {
            const x = tf.add(mean, randomTensor(shape, seed));
            return outputAndGradients(tfl.layers.batchNormalization({ epsilon: 0.1 }), x, training, seed);
          }),
        ),
        { numRuns: 20 },
      );
    },
  );

  test('has a gradient equal to its difference quotients', async () => {
    await startEngine(compared);
    const layer = tfl.layers.batchNormalization({ epsilon: 0.1 });
    layer.apply(randomTensor([7, 3], 1));
    expectGradientByDifferences((x) => layer.apply(x, { training: true }) as Tensor, [randomTensor([7, 3], 1)], 1e-2);
    layer.dispose();
  });

  test('keeps small deviations from a large mean', async () => {
    await startEngine('wasm');
    const x = tf.add(1000, randomTensor([4000, 5], 1));
    const layer = tfl.layers.batchNormalization({ epsilon: 1e-6, center: false });
    const y = layer.apply(x, { training: true }) as Tensor;
    expectClose([...tf.mean(y, 0).dataSync()], [0, 0, 0, 0, 0], 1);
    expectClose([...tf.sqrt(tf.mean(tf.square(y), 0)).dataSync()], [1, 1, 1, 1, 1], 1e-3);
  });

  test('with given statistics computes the gradients of all operands', () =>
    expectSameOnBothEngines(() => {
      const operands = [randomTensor([3, 2, 2, 6], 1), ...[2, 3, 4, 5].map((seed) => tf.abs(randomTensor([6], seed)))];
      const f = (x: Tensor, mean: Tensor, variance: Tensor, offset: Tensor, scale: Tensor): Tensor =>
        tf.sum(
          tf.square(
            tf.batchNorm(x, mean as Tensor1D, variance as Tensor1D, offset as Tensor1D, scale as Tensor1D, 0.1),
          ),
        );
      return tf.grads(f as never)(operands);
    }));
});
