import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { type Tensor, type Tensor4D, tf } from '../../../../../../src/engine/tensors.ts';
import { compared, expectGradientByDifferences, expectSameOnBothEngines, randomTensor } from '../../../both-engines.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const cases = fc.record({
  images: between(1, 3),
  size: fc.tuple(between(5, 8), between(5, 8)),
  channels: between(1, 9),
  multiplier: between(1, 3),
  filter: fc.tuple(between(1, 3), between(1, 3)),
  stride: between(1, 2),
  pad: fc.constantFrom('same' as const, 'valid' as const, 0, 1),
  seed: fc.integer(),
});

const operands = (
  images: number,
  size: number[],
  channels: number,
  multiplier: number,
  filter: number[],
  seed: number,
) =>
  [randomTensor([images, ...size, channels], seed), randomTensor([...filter, channels, multiplier], seed + 1)] as const;

describe('depthwise convolution', () => {
  test('and its gradients match the JavaScript engine', async () => {
    await fc.assert(
      fc.asyncProperty(cases, ({ images, size, channels, multiplier, filter, stride, pad, seed }) =>
        expectSameOnBothEngines(() => {
          const [x, w] = operands(images, size, channels, multiplier, filter, seed);
          const f = (a: Tensor, b: Tensor): Tensor => tf.depthwiseConv2d(a as Tensor4D, b as Tensor4D, stride, pad);
          return [f(x, w), ...tf.grads((a, b) => tf.sum(tf.square(f(a, b))))([x, w])];
        }),
      ),
      { numRuns: 20 },
    );
  });

  // The native engine makes an output of [2, 2, 2, 3] of them. No classifier has such a layer: it is refused.
  test.skipIf(compared !== 'wasm')('of images smaller by one than its filter is empty', () =>
    expectSameOnBothEngines(() => {
      const [x, w] = operands(2, [2, 2], 3, 1, [3, 3], 1);
      return tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, 1, 'valid');
    }),
  );

  test.each([1, 2])(
    'with %d filters per channel has gradients equal to its difference quotients',
    async (multiplier) => {
      await startEngine(compared);
      for (const [stride, pad] of [
        [1, 'same'],
        [2, 'valid'],
      ] as const) {
        expectGradientByDifferences(
          (x, w) => tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, stride, pad),
          [...operands(2, [5, 4], 5, multiplier, [3, 2], 17)],
        );
      }
    },
  );

  test('sums the gradient of a filter over many pixels without losing digits', async () => {
    await startEngine('wasm');
    const x = tf.fill([20, 64, 64, 1], 0.1) as Tensor4D;
    const dw = tf.grad((w: Tensor) => tf.sum(tf.depthwiseConv2d(x, w as Tensor4D, 1, 'valid')))(tf.ones([1, 1, 1, 1]));
    expect(Math.abs(dw.dataSync()[0] / 8192 - 1)).toBeLessThan(1e-4);
  });
});

describe('3D convolution', () => {
  test.each([
    [1, 'valid', [2, 3, 2]],
    [2, 'same', [3, 2, 2]],
    [[1, 2, 1], 'same', [2, 2, 2]],
  ] as const)(
    'with strides %j and padding %s has gradients equal to the JavaScript engine and to its difference quotients',
    async (strides, pad, filter) => {
      const [x, w] = [
        [2, 3, 4, 4, 2],
        [...filter, 2, 5],
      ];
      const f = (a: Tensor, b: Tensor): Tensor => tf.conv3d(a as tf.Tensor5D, b as tf.Tensor5D, strides as number, pad);
      await expectSameOnBothEngines(() =>
        tf.grads((a, b) => tf.sum(tf.square(f(a, b))))([randomTensor(x, 1), randomTensor(w, 2)]),
      );
      expectGradientByDifferences(f, [randomTensor(x, 1), randomTensor(w, 2)]);
    },
  );
});
