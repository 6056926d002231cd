import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { record, recordWatched } from '../../../src/engine/tape.ts';
import { tf } from '../../../src/engine/tensors.ts';
import type { Tensor, Tensor2D, Tensor4D } from '../../../src/engine/tensors.ts';
import { EngineError } from '../../../src/errors.ts';
import { randomTensor } from './both-engines.ts';

beforeAll(() => startEngine());

describe('record', () => {
  test('gives any number of gradients of one run', () => {
    const x = tf.tensor1d([1, 2, 3]);
    let runs = 0;
    const recording = record((input) => {
      runs++;
      return tf.mul(tf.square(input), 2);
    }, x);
    const [first, second] = [
      [1, 1, 1],
      [1, 0, -1],
    ].map((cotangent) => [...tf.tidy(() => recording.gradient(tf.tensor1d(cotangent))).dataSync()]);
    expect([...recording.value.dataSync()]).toEqual([2, 8, 18]);
    expect([first, second]).toEqual([
      [4, 8, 12],
      [4, 0, -12],
    ]);
    expect(runs).toBe(1);
    recording.dispose();
  });

  test('agrees with tf.grad if paths join and if an operation has several results', () => {
    const x = tf.tensor2d([
      [0.5, 1, 2, 3],
      [1, 4, 9, 16],
    ]);
    const run = (input: Tensor): Tensor => {
      const [left, right] = tf.split(input, 2, 1);
      const first = tf.sqrt(tf.slice(input, [0, 0], [2, 2]));
      return tf.addN([tf.mul(left, first), tf.square(left), tf.mul(right, 0)]);
    };
    const recording = record(run, x);
    const cotangent = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    expect([...recording.gradient(cotangent).dataSync()]).toEqual([...tf.grad(run)(x, cotangent).dataSync()]);
    recording.dispose();
  });

  test('keeps no operand that only the gradient of a weight reads, and no values where a shape is enough', () => {
    const [filter, bias, x] = [randomTensor([3, 3, 3, 16], 1), randomTensor([16], 2), randomTensor([2, 8, 8, 3], 3)];
    const run = (input: Tensor): Tensor => {
      const padded = tf.pad(
        input,
        [0, 1, 1, 0].map((size): [number, number] => [size, size]),
      ) as Tensor4D;
      const sums = tf.add(tf.conv2d(padded, filter as Tensor4D, 1, 'valid'), bias);
      return tf.sum(tf.conv2d(tf.relu(sums) as Tensor4D, tf.ones([1, 1, 16, 4]) as Tensor4D, 1, 'same'), [1, 2]);
    };
    const before = tf.memory().numBytes;
    const recording = record(run, x);
    const [filters, value, rectified] = [9 * 3 * 16 + 16 * 4, 2 * 4, 2 * 8 * 8 * 16];
    expect(tf.memory().numBytes - before).toBe(4 * (filters + value + rectified));
    const cotangent = randomTensor([2, 4], 4);
    const [gradient, expected] = [recording.gradient(cotangent), tf.grad(run)(x, cotangent)];
    expect([...gradient.dataSync()]).toEqual([...expected.dataSync()]);
    recording.dispose();
  });

  test.each([
    ['product of a tensor with itself', (x: Tensor) => tf.mul(x, x)],
    ['product of both results of one tensor', (x: Tensor) => tf.mul(tf.exp(x), tf.sin(x))],
    ['matrix product of a tensor with itself', (x: Tensor) => tf.matMul(x as Tensor2D, x as Tensor2D, false, true)],
    ['constant as first operand', (x: Tensor) => tf.matMul(randomTensor([5, 3], 1) as Tensor2D, x as Tensor2D)],
    [
      'filter that depends on the input',
      (x: Tensor) =>
        tf.conv2d(tf.reshape(x, [1, 3, 4, 1]) as Tensor4D, tf.reshape(x, [3, 4, 1, 1]) as Tensor4D, 1, 'same'),
    ],
  ] as const)('keeps both operands where both are read: %s', (_, run) => {
    const x = randomTensor([3, 4], 5);
    const recording = record(run, x);
    const cotangent = randomTensor(recording.value.shape, 6);
    const gradients = [recording.gradient(cotangent), recording.gradient(cotangent)].map((g) => [...g.dataSync()]);
    const expected = [...tf.grad(run)(x, cotangent).dataSync()];
    expect(gradients).toEqual([expected, expected]);
    recording.dispose();
  });

  test('frees everything', () => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = tf.memory().numTensors;
    const recording = record((input) => tf.exp(tf.mul(input, input)), x);
    tf.dispose(recording.gradient(x));
    recording.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('frees saved tensors if the function throws, and allows gradients afterwards', () => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = tf.memory().numTensors;
    const failing = (input: Tensor): Tensor => {
      tf.square(input);
      throw new Error('no');
    };
    expect(() => record(failing, x)).toThrow('no');
    expect(tf.memory().numTensors).toBe(before);
    expect([
      ...tf
        .grad((input) => tf.square(input))(x)
        .dataSync(),
    ]).toEqual([2, 4, 6]);
  });

  test('passes no gradient through integers and truth values', () => {
    const x = tf.tensor1d([1, 0, 1]);
    const table = tf.tensor1d([5, 7]);
    const looksUp = (input: Tensor): Tensor => tf.gather(table, tf.cast(input, 'int32'));
    const message = 'Cannot compute gradient: the value does not depend on the input.';
    expect(() => record(looksUp, x)).toThrow(message);
    expect(() => record(looksUp, tf.tensor1d([1, 0, 1], 'int32'))).toThrow(message);
    const both = record((input) => tf.add(looksUp(input), tf.where(tf.greater(input, 0), tf.square(input), input)), x);
    expect([...tf.tidy(() => both.gradient(tf.tensor1d([1, 1, 1]))).dataSync()]).toEqual([2, 1, 2]);
    both.dispose();
  });

  test('explains an error in a gradient of TensorFlow.js', () => {
    const gradFunc = () => {
      throw new Error('rates above 1 are not supported');
    };
    const strange = tf.customGrad((input) => ({ value: tf.square(input as Tensor), gradFunc }));
    const recording = record((input) => strange(input), tf.scalar(3));
    expect(() => recording.gradient(tf.scalar(1))).toThrow(EngineError);
    expect(() => recording.gradient(tf.scalar(1))).toThrow('Cannot compute gradient: rates above 1 are not supported');
    recording.dispose();
  });

  test('rejects a value independent of the input, an operation without a gradient, and a surrounding gradient', () => {
    const x = tf.tensor1d([1, 2, 3]);
    expect(() => record(() => tf.scalar(1), x)).toThrow(
      'Cannot compute gradient: the value does not depend on the input.',
    );
    const rounded = record((input) => tf.tidy(() => tf.reverse(tf.topk(input, 2).values)), x);
    expect(() => rounded.gradient(tf.tensor1d([1, 1]))).toThrow('Cannot compute gradient: TopK has none.');
    rounded.dispose();
    expect(() => tf.grad((input) => record((inner) => tf.square(inner), input).value)(x)).toThrow(
      'record: called inside a gradient.',
    );
  });
});

describe('recordWatched', () => {
  test('gives gradients of watched intermediate results, and zeros if the value does not depend on them', () => {
    const x = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    const recording = recordWatched((watch) => {
      const squares = watch(tf.square(watch(x)));
      watch(tf.mul(x, 3));
      return tf.mul(squares, 5);
    });
    const [ofX, ofSquares, ofNothing] = tf.tidy(() =>
      recording.gradients(tf.tensor1d([1, 10])).map((gradient) => Array.from(gradient.dataSync())),
    );
    expect(ofX).toEqual([10, 200]); // 5 · 2x
    expect(ofSquares).toEqual([5, 50]);
    expect(ofNothing).toEqual([0, 0]);
    recording.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('computes no gradient before the first watched tensor', () => {
    const x = tf.tensor1d([1, 2]);
    const recording = recordWatched((watch) => tf.square(watch(tf.cast(tf.topk(x, 2).values, 'float32')))); // TopK has none
    expect(Array.from(tf.tidy(() => recording.gradients(tf.tensor1d([1, 1]))[0]).dataSync())).toEqual([4, 2]);
    recording.dispose();
  });

  test('may watch the value itself', () => {
    const before = tf.memory().numTensors;
    const recording = recordWatched((watch) => watch(tf.scalar(2)));
    expect(tf.tidy(() => recording.gradients(tf.scalar(7))[0].dataSync())[0]).toBe(7);
    recording.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
