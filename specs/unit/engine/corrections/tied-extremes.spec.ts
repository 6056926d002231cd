import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import { compared } from '../both-engines.ts';

const values = (make: () => Tensor): number[] => [...tf.tidy(make).dataSync()];

describe.each(['cpu', compared] as const)('on engine %s', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test('global max pooling shares its slope among equal steps, as in TensorFlow', () => {
    const layer = tfl.layers.globalMaxPooling1d({});
    const weights = tf.tensor2d([[10, 100]]);
    const slope = tf.grad((x: Tensor) => tf.sum(tf.mul(layer.apply(x) as Tensor, weights)));
    const x = tf.tensor3d([1, 3, 2, 3, 2, 0], [1, 3, 2]);
    // tf.keras.layers.GlobalMaxPooling1D of TensorFlow 2.21
    expect(values(() => slope(x))).toEqual([0, 50, 5, 50, 5, 0]);
  });

  test.each([
    ['the largest value', tf.max, [1, 5, 5, 5], [0, 1, 1, 1]],
    ['the smallest value', tf.min, [4, 0, 0, 7], [0, 1.5, 1.5, 0]],
    ['a single largest value', tf.max, [1, 2, 9, 3], [0, 0, 3, 0]],
  ])('the slope of %s adds up to what flows back', (_, reduce, x, expected) => {
    expect(values(() => tf.grad((v: Tensor) => tf.mul(reduce(v), 3))(tf.tensor1d(x)))).toEqual(expected);
    const rows = tf.grad((v: Tensor) => tf.mul(reduce(v, -1, true), 3));
    expect(values(() => rows(tf.tensor2d([x, x])))).toEqual([...expected, ...expected]);
    const columns = tf.grad((v: Tensor) => tf.mul(reduce(v, 0), 3));
    expect(values(() => columns(tf.tensor2d(x, [4, 1])))).toEqual(expected);
  });
});
