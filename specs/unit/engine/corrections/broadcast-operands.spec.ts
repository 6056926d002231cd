import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, type Tensor } from '../../../../src/engine/tensors.ts';
import { compared, expectGradientByDifferences, randomTensor } from '../both-engines.ts';

describe.each(['cpu', compared] as const)('on engine %s', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each([
    ['maximum', tf.maximum],
    ['minimum', tf.minimum],
    ['squaredDifference', tf.squaredDifference],
  ])('the gradient of %s sums over the repetitions of an operand', (_, operation) => {
    const shapes = [
      [[2, 4, 3], [3]],
      [
        [4, 3],
        [2, 4, 3],
      ],
      [
        [2, 4, 1],
        [2, 1, 3],
      ],
      [[2, 3], []],
      [
        [2, 3],
        [2, 3],
      ],
    ];
    tf.tidy(() => {
      for (const [first, second] of shapes) {
        const operands = [randomTensor(first, 1), randomTensor(second, 2)];
        expectGradientByDifferences((a, b) => operation(a, b) as Tensor, operands, 0.002);
      }
    });
    expect.hasAssertions();
  });
});
