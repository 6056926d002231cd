import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { type Tensor, type Tensor4D, tf } from '../../../../../../src/engine/tensors.ts';
import { EngineError } from '../../../../../../src/errors.ts';
import { compared, expectGradientByDifferences, expectSameOnBothEngines, randomTensor } from '../../../both-engines.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const convolutions = fc.record({
  images: between(1, 6),
  size: fc.tuple(between(5, 11), between(5, 11)),
  channels: fc.tuple(between(1, 9), between(1, 18)),
  filter: fc.tuple(between(1, 5), between(1, 5)),
  strides: fc.tuple(between(1, 3), between(1, 3)),
  pad: fc.oneof(fc.constant('same' as const), fc.constant('valid' as const), between(0, 2)),
  seed: fc.integer(),
});

const operands = (images: number, size: number[], [ci, co]: number[], filter: number[], seed: number) =>
  [randomTensor([images, ...size, ci], seed), randomTensor([...filter, ci, co], seed + 1)] as [Tensor4D, Tensor4D];

describe('convolution', () => {
  test('and its gradients match the JavaScript engine', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, ({ images, size, channels, filter, strides, pad, seed }) =>
        expectSameOnBothEngines(() => {
          const [x, w] = operands(images, size, channels, filter, seed);
          const f = (a: Tensor, b: Tensor): Tensor => tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad);
          return [f(x, w), ...tf.grads((a, b) => tf.sum(tf.square(f(a, b))))([x, w])];
        }),
      ),
      { numRuns: 40 },
    );
  });

  test('of images without channels is zero', () =>
    expectSameOnBothEngines(() => {
      tf.fill([64], 7e7).dispose(); // leaves numbers in free memory
      const [x, w] = operands(2, [4, 4], [0, 5], [3, 3], 1);
      return tf.conv2d(x, w, 1, 'valid');
    }));

  test.skipIf(compared !== 'wasm')('and pooling with windows larger than the input are rejected', async () => {
    await startEngine('wasm');
    const [x, filter] = operands(2, [1, 1], [3, 5], [3, 3], 1);
    for (const run of [
      () => tf.conv2d(x, filter, 1, 'valid'),
      () => tf.depthwiseConv2d(x, filter, 1, 'valid'),
      () => tf.maxPool(x, 3, 1, 'valid'),
      () => tf.avgPool(x, 3, 1, 'valid'),
    ]) {
      expect(run).toThrow(EngineError);
      expect(run).toThrow(/window is larger than its input \[2, 1, 1, 3\]; the output would be \[2, -1, -1, \d+\]/);
    }
  });

  test('has the gradients of the JavaScript engine if most slopes are zero', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, ({ images, size, channels, filter, strides, pad, seed }) =>
        expectSameOnBothEngines(() => {
          const [x, w] = operands(images, size, channels, filter, seed);
          const f = (a: Tensor, b: Tensor): Tensor => tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad);
          const slopes = tf.relu(tf.sub(randomTensor(f(x, w).shape, seed + 2), 0.6)); // a fifth of the slopes are not zero
          return tf.grads((a, b) => tf.sum(tf.mul(f(a, b), slopes)))([x, w]);
        }),
      ),
      { numRuns: 40 },
    );
  });

  test('of images of any width has the gradient of the JavaScript engine', () =>
    expectSameOnBothEngines(() =>
      [1, 2, 3, 4].flatMap((channels) =>
        ([1, 'same', 'valid'] as const).map((pad) => {
          const [x, w] = operands(2, [6, 29 + 2 * channels], [channels, 5], [2, 3], channels);
          return tf.grad((a: Tensor) => tf.sum(tf.square(tf.conv2d(a as Tensor4D, w, 1, pad))))(x);
        }),
      ),
    ));

  test.each([
    [5, 33],
    [17, 20],
    [16, 8],
  ])('of %i channels to %i has the output and gradients of the JavaScript engine', (ci, co) =>
    expectSameOnBothEngines(() =>
      ([0, 2, 'same', 'valid'] as const).flatMap((pad) => {
        const [x, w] = operands(2, [6, 15], [ci, co], [3, 2], ci);
        const f = (a: Tensor): Tensor => tf.conv2d(a as Tensor4D, w, 1, pad);
        return [f(x), tf.grad((a: Tensor) => tf.sum(tf.square(f(a))))(x)];
      }),
    ),
  );

  test('sums deep patches in blocks', () =>
    expectSameOnBothEngines(() => {
      const [x, w] = operands(2, [4, 4], [180, 12], [3, 3], 7);
      const f = (a: Tensor, b: Tensor): Tensor => tf.conv2d(a as Tensor4D, b as Tensor4D, 1, 'same');
      return [f(x, w), ...tf.grads((a, b) => tf.sum(tf.square(f(a, b))))([x, w])];
    }));

  test.each(['same', 'valid', 1] as const)(
    'with filters of one pixel and strides visits single pixels, with padding %s',
    (pad) =>
      expectSameOnBothEngines(() =>
        [
          [2, 2],
          [1, 3],
          [3, 1],
        ].flatMap((strides) => {
          const [x, w] = operands(5, [6, 7], [6, 9], [1, 1], 3);
          const f = (a: Tensor, b: Tensor): Tensor =>
            tf.conv2d(a as Tensor4D, b as Tensor4D, strides as [number, number], pad);
          return [f(x, w), ...tf.grads((a, b) => tf.sum(tf.square(f(a, b))))([x, w])];
        }),
      ),
  );

  test.each(['linear', 'relu', 'relu6', 'sigmoid', 'prelu'] as const)('fuses bias and %s', (activation) =>
    expectSameOnBothEngines(() => {
      const [x, filter] = operands(3, [7, 6], [2, 9], [3, 2], 11);
      const preluActivationWeights = activation === 'prelu' ? randomTensor([9], 4) : undefined;
      return tf.fused.conv2d({
        x,
        filter,
        strides: 1,
        pad: 'same',
        bias: randomTensor([9], 3),
        activation,
        preluActivationWeights,
      });
    }),
  );

  test.each([2, 3, 5, 6, 8])('computes images of one channel with %i filters', (filters) =>
    expectSameOnBothEngines(() =>
      [8, 12, 17].flatMap((width) => {
        const [x, filter] = operands(2, [6, width], [1, filters], [5, 3], width);
        const bias = randomTensor([filters], 3);
        return [
          tf.conv2d(x, filter, [2, 1], 'same'),
          tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' }),
        ];
      }),
    ),
  );

  test('leaves dilated filters to the backend', () =>
    expectSameOnBothEngines(() => tf.conv2d(...operands(2, [9, 9], [3, 4], [3, 3], 5), 1, 'valid', 'NHWC', 2)));

  test.each(['same', 'valid', 1] as const)(
    'with padding %s has gradients equal to its difference quotients',
    async (pad) => {
      await startEngine(compared);
      for (const stride of [1, 2]) {
        expectGradientByDifferences(
          (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, stride, pad),
          operands(2, [5, 4], [2, 3], [3, 2], 17),
        );
      }
    },
  );

  test('has the gradients of dilated filters', async () => {
    await startEngine('wasm');
    expectGradientByDifferences(
      (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, 1, 'same', 'NHWC', [1, 2]),
      operands(2, [5, 6], [2, 3], [3, 2], 17),
    );
  });

  test('rejects channels first', async () => {
    await startEngine('wasm');
    const [x, w] = operands(1, [6, 6], [1, 1], [3, 3], 1);
    expect(() => tf.conv2d(tf.transpose(x, [0, 3, 1, 2]), w, 1, 'valid', 'NCHW')).toThrow(EngineError);
    expect(() => tf.conv2d(tf.transpose(x, [0, 3, 1, 2]), w, 1, 'valid', 'NCHW')).toThrow(
      'Conv2D: dataFormat is "NCHW".\nEngine "wasm" supports channels last only',
    );
  });
});
