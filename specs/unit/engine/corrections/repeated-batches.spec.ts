import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf } from '../../../../src/engine/tensors.ts';
import { compared, expectClose, randomTensor } from '../both-engines.ts';

/** The definition: each row times each column, summed. */
const byDefinition = (a: Tensor, b: Tensor): Tensor => tf.sum(tf.mul(tf.expandDims(a, -1), tf.expandDims(b, -3)), -2);

describe.each(['cpu', compared] as const)('on engine %s', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each([
    [
      [2, 1],
      [1, 3],
    ],
    [
      [2, 3],
      [2, 1],
    ],
    [[3], [2, 1]],
    [[3], [2, 3]],
    [[4], [1]],
  ])('products of batches %j x %j and their gradients repeat the matrices of both operands', (left, right) => {
    tf.tidy(() => {
      const operands = [randomTensor([...left, 4, 5], 1), randomTensor([...right, 5, 3], 2)];
      const results = [tf.matMul, byDefinition].map((f) => [
        f(operands[0], operands[1]),
        ...tf.grads((a, b) => tf.sum(tf.square(f(a, b))))(operands),
      ]);
      results[0].forEach((tensor, i) => {
        expect(tensor.shape).toEqual(results[1][i].shape);
        expectClose([...tensor.dataSync()], [...results[1][i].dataSync()]);
      });
    });
  });

  test('repetition leaves no tensor behind', () => {
    const operands = [randomTensor([2, 1, 4, 5], 1), randomTensor([3, 5, 3], 2)];
    const before = tf.memory().numTensors;
    tf.matMul(operands[0], operands[1]).dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(operands);
  });
});
