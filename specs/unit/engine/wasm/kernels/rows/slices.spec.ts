import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { type Tensor, tf } from '../../../../../../src/engine/tensors.ts';
import {
  compared,
  expectGradientByDifferences,
  expectSameOnBothEngines,
  kernelsOf,
  randomTensor,
} from '../../../both-engines.ts';

const extents = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 });

describe('slices of a tensor', () => {
  test('match the JavaScript engine along every axis', async () => {
    await fc.assert(
      fc.asyncProperty(extents, fc.nat(), fc.nat(), fc.integer(), (shape, from, along, seed) =>
        expectSameOnBothEngines(() => {
          const x = randomTensor(shape, seed);
          const axis = along % shape.length;
          const begin = shape.map((size, i) => (from + i) % size);
          const size = shape.map((extent, i) => 1 + (((from + seed + i) >>> 0) % (extent - begin[i])));
          const sizes = shape[axis] > 2 ? [1, shape[axis] - 2, 1] : [shape[axis]];
          return [tf.slice(x, begin, size), ...tf.split(x, sizes, axis), ...tf.unstack(x, axis)];
        }),
      ),
      { numRuns: 60 },
    );
  });

  test('pass gradients back to the tensor', async () => {
    await startEngine(compared);
    const x = randomTensor([3, 4, 2], 1);
    expectGradientByDifferences((a) => tf.slice(a, [1, 0, 0], [2, 3, -1]), [x]);
    expectGradientByDifferences((a) => tf.split(a, 2, 1)[1], [x]);
    expectGradientByDifferences((a) => tf.unstack(a, 2)[0], [x]);
  });

  test('are right for whole numbers, strings and empty tensors', async () => {
    await startEngine(compared);
    expect([...tf.slice(tf.tensor1d([1, 2, 3], 'int32'), 1, 2).dataSync()]).toEqual([2, 3]);
    expect(tf.slice(tf.tensor1d(['a', 'b']), 1, 1).dataSync()).toEqual(['b']);
    expect(tf.slice(tf.zeros([0, 3]), [0, 1], [0, 2]).shape).toEqual([0, 2]);
    expect([...tf.slice(tf.tensor1d([true, false], 'bool'), 1, 1).dataSync()]).toEqual([0]);
  });
});

describe('sums of segments', () => {
  test('match the JavaScript engine', async () => {
    const ids = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(ids, extents, fc.integer(), (segments, rest, seed) =>
        expectSameOnBothEngines(() => {
          const x = randomTensor([segments.length, ...rest.slice(0, 3)], seed);
          return tf.unsortedSegmentSum(x, tf.tensor1d(segments, 'int32'), 7);
        }),
      ),
      { numRuns: 20 },
    );
  });

  test('give the gradient of gathered rows', async () => {
    await startEngine(compared);
    const gather = (a: Tensor): Tensor =>
      tf.gather(
        a,
        tf.tensor2d(
          [
            [2, 0, 2],
            [1, 2, 2],
          ],
          [2, 3],
          'int32',
        ),
      );
    expectGradientByDifferences(gather, [randomTensor([4, 5], 1)]);
    expect(kernelsOf(() => tf.grad((a) => tf.sum(gather(a)))(randomTensor([4, 5], 1)))).toContain('UnsortedSegmentSum');
  });

  test('ignore rows outside all segments', async () => {
    await startEngine('wasm');
    const sums = tf.unsortedSegmentSum(tf.tensor2d([[1], [2], [4]]), tf.tensor1d([-1, 1, 2], 'int32'), 2);
    expect([...sums.dataSync()]).toEqual([0, 2]);
  });
});
