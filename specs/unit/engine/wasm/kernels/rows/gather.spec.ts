import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { selectRows } from '../../../../../../src/engine/operations/select-rows.ts';
import { type Tensor1D, tf } from '../../../../../../src/engine/tensors.ts';
import { compared, expectSameOnBothEngines, randomTensor } from '../../../both-engines.ts';

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

describe('gathering', () => {
  test('takes the same rows as the JavaScript engine, along any axis', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.nat(),
        fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
        fc.integer(),
        (shape, along, numbers, seed) =>
          expectSameOnBothEngines(() => {
            const axis = along % shape.length;
            const below = (length: number): Tensor1D =>
              tf.tensor1d(
                numbers.map((number) => number % length),
                'int32',
              );
            const x = randomTensor(shape, seed);
            return [
              tf.gather(x, below(shape[axis]), axis),
              tf.gather(tf.cast(tf.mul(x, 100), 'int32'), below(shape[0])),
            ];
          }),
      ),
      { numRuns: 40 },
    );
  });

  test('rejects an index out of range', async () => {
    await startEngine(compared);
    expect(() => tf.gather(tf.ones([3, 2]), tf.tensor1d([3], 'int32'))).toThrow('GatherV2');
  });
});

test('selecting rows equals tf.where with the condition repeated', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.integer(), (shape, seed) =>
      expectSameOnBothEngines(() => {
        const [a, b] = [randomTensor(shape, seed), randomTensor(shape, seed + 1)];
        const condition = tf.greater(randomTensor(shape.slice(0, 1), seed + 2), 0);
        const repeated = tf.broadcastTo(tf.reshape(condition, [shape[0], ...shape.slice(1).map(() => 1)]), shape);
        const selected = selectRows(condition, a, b);
        expect(selected.dataSync()).toEqual(tf.where(repeated, a, b).dataSync());
        return selected;
      }),
    ),
    { numRuns: 30 },
  );
});
