import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { tf, tfl, type Tensor, type Tensor4D } from '../../../../../../src/engine/tensors.ts';
import { expectSameOnBothEngines, kernelsOf, randomTensor } from '../../../both-engines.ts';

/** Whole numbers from -3 to 3, so that some tie. */
const tied = (shape: number[]): Tensor => tf.round(tf.mul(3, randomTensor(shape, 1)));

describe('the gradient of extremes along axes', () => {
  test.each([
    [[3, 5, 7], 1],
    [
      [2, 3, 4, 5],
      [1, 2],
    ],
    [[4, 9], -1],
    [[6, 5], 0],
    [
      [2, 3, 4, 5],
      [0, 2],
    ],
    [[3, 4], undefined],
  ])('of %j along %j is that of the JavaScript engine', (shape, axes) =>
    expectSameOnBothEngines(() =>
      [tf.max, tf.min].map((reduce) => {
        const x = tied(shape);
        const slopes = randomTensor(reduce(x, axes).shape, 2);
        return tf.grad((v: Tensor) => tf.sum(tf.mul(reduce(v, axes), slopes)))(x);
      }),
    ),
  );

  test('is one kernel', async () => {
    await startEngine('wasm');
    const x = tied([2, 4, 4, 3]);
    const layer = tfl.layers.globalMaxPooling2d({});
    const kernels = kernelsOf(() => tf.grad((v: Tensor) => layer.apply(v) as Tensor)(x, tf.ones([2, 3])));
    expect(kernels.filter((name) => name === 'ExtremeGrad')).toHaveLength(1);
    expect(kernels).not.toContain('Equal');
  });
});

describe('the gradient of nearest-neighbour resizing', () => {
  test.each([
    [[4, 6], 5],
    [[2, 3], 4],
    [[6, 9], 1],
    [[5, 7], 3],
    [[1, 2], 3],
  ] as [[number, number], number][])('to %j with %i channels is that of the JavaScript engine', (size, channels) =>
    expectSameOnBothEngines(() => {
      const x = randomTensor([3, 2, 3, channels], 1);
      const slopes = randomTensor([3, ...size, channels], 2);
      return tf.grad((v) => tf.sum(tf.mul(tf.image.resizeNearestNeighbor(v as Tensor4D, size), slopes)))(x);
    }),
  );
});
