import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { type Tensor, type Tensor2D, tf } from '../../../../../../src/engine/tensors.ts';
import { compared, expectGradientByDifferences, expectSameOnBothEngines, randomTensor } from '../../../both-engines.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const turned = (shape: number[], transposed: boolean): number[] => (transposed ? shape.toReversed() : shape);

describe('matrix product', () => {
  test('of any sizes, transposed or not, matches the JavaScript engine', async () => {
    const sizes = fc.tuple(between(1, 40), between(1, 70), between(1, 40));
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), fc.boolean(), fc.integer(), ([m, k, n], transposeA, transposeB, seed) =>
        expectSameOnBothEngines(() => {
          const [a, b] = [
            randomTensor(turned([m, k], transposeA), seed),
            randomTensor(turned([k, n], transposeB), seed + 1),
          ] as [Tensor2D, Tensor2D];
          const f = (p: Tensor, q: Tensor): Tensor => tf.matMul(p, q, transposeA, transposeB);
          const fused = tf.fused.matMul({
            a,
            b,
            transposeA,
            transposeB,
            bias: randomTensor([n], seed),
            activation: 'relu',
          });
          return [f(a, b), fused, ...tf.grads((p, q) => tf.sum(tf.square(f(p, q))))([a, b])];
        }),
      ),
      { numRuns: 40 },
    );
  });

  test.each([
    [[3], [3]],
    [
      [2, 3],
      [2, 3],
    ],
    [[1], [4]],
    [[4], [1]],
  ])('of batches %j x %j matches the JavaScript engine', (left, right) =>
    expectSameOnBothEngines(() =>
      [false, true].flatMap((transposeA) =>
        [false, true].map((transposeB) => {
          const a = randomTensor([...left, ...turned([5, 6], transposeA)], 3);
          const b = randomTensor([...right, ...turned([6, 9], transposeB)], 4);
          return tf.matMul(a, b, transposeA, transposeB);
        }),
      ),
    ),
  );

  test('sums deep rows in blocks', () =>
    expectSameOnBothEngines(() => {
      const [a, b] = [randomTensor([150, 1300], 1), randomTensor([1300, 11], 2)];
      return [
        tf.matMul(a, b),
        tf.fused.matMul({ a: a as Tensor2D, b: b as Tensor2D, bias: randomTensor([11], 5), activation: 'relu' }),
      ];
    }));

  test.each(['linear', 'elu', 'sigmoid', 'leakyrelu'] as const)('fuses bias and %s', (activation) =>
    expectSameOnBothEngines(() =>
      [false, true].map((transposeB) =>
        tf.fused.matMul({
          a: randomTensor([7, 5], 1),
          b: randomTensor(turned([5, 6], transposeB), 2),
          transposeB,
          bias: randomTensor([6], 3),
          activation,
        }),
      ),
    ),
  );

  test('of no values is zero, or the bias', () =>
    expectSameOnBothEngines(() => {
      tf.fill([64], 7e7).dispose(); // leaves numbers in free memory
      const empty = (shape: [number, number]): Tensor2D => tf.zeros(shape);
      const fused = tf.fused.matMul({
        ...{ a: empty([3, 0]), b: empty([0, 11]), bias: randomTensor([11], 1), activation: 'relu' },
      });
      return [
        ...[tf.matMul(empty([3, 0]), empty([0, 11])), tf.matMul(empty([0, 3]), empty([11, 0]), true, true), fused],
        tf.grad((a: Tensor) => tf.sum(tf.matMul(a, empty([2, 0]))))(randomTensor([3, 2], 1)),
      ];
    }));

  test('has gradients equal to its difference quotients', async () => {
    await startEngine(compared);
    expectGradientByDifferences((a, b) => tf.matMul(a, b), [randomTensor([4, 5], 1), randomTensor([5, 6], 2)]);
    expectGradientByDifferences(
      (a, b) => tf.matMul(a, b, true, true),
      [randomTensor([5, 4], 1), randomTensor([6, 5], 2)],
    );
  });

  test('of integers is rejected by the backend', async () => {
    await startEngine('wasm');
    const a = tf.tensor2d([[1, 2]], [1, 2], 'int32');
    expect(() => tf.matMul(a, a, false, true)).toThrow(/non-float32/);
  });
});
