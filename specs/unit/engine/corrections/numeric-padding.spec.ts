import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, type Tensor4D, tf } from '../../../../src/engine/tensors.ts';
import { compared, expectClose, expectSameOnBothEngines, randomTensor } from '../both-engines.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const windows = fc.record({
  shape: fc.tuple(between(1, 3), between(5, 10), between(5, 10), between(1, 5)),
  extents: fc.tuple(between(3, 5), between(3, 5)),
  strides: fc.tuple(between(1, 3), between(1, 3)),
  pad: between(0, 2),
  seed: fc.integer(),
});

/** The input surrounded by `pad` rows and columns of a value. */
const surrounded = (x: Tensor, pad: number, value: number): Tensor4D =>
  tf.pad(
    x as Tensor4D,
    [
      [0, 0],
      [pad, pad],
      [pad, pad],
      [0, 0],
    ],
    value,
  );

/** Expects two functions of the input to have equal values and gradients. */
function expectEqual(f: (x: Tensor) => Tensor, g: (x: Tensor) => Tensor, x: Tensor): void {
  tf.tidy(() => {
    const [actual, expected] = [f, g].map((h) => [h(x), tf.grad((a: Tensor) => tf.sum(tf.square(h(a))))(x)]);
    actual.forEach((tensor, i) => {
      expect(tensor.shape).toEqual(expected[i].shape);
      expectClose([...tensor.dataSync()], [...expected[i].dataSync()]);
    });
  });
}

describe.each(['cpu', compared] as const)('on engine %s, windows padded by a number', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test('of convolutions equal those of an input surrounded by zeros', () => {
    fc.assert(
      fc.property(windows, ({ shape, extents, strides, pad, seed }) => {
        const w = randomTensor([...extents, shape[3], 4], seed + 1) as Tensor4D;
        expectEqual(
          (x) => tf.conv2d(x as Tensor4D, w, strides, pad),
          (x) => tf.conv2d(surrounded(x, pad, 0), w, strides, 'valid'),
          randomTensor(shape, seed),
        );
      }),
      { numRuns: 10 },
    );
  });

  test('of depthwise convolutions equal those of an input surrounded by zeros', () => {
    fc.assert(
      fc.property(windows, ({ shape, extents, strides: [stride], pad, seed }) => {
        const w = randomTensor([...extents, shape[3], 2], seed + 1) as Tensor4D;
        expectEqual(
          (x) => tf.depthwiseConv2d(x as Tensor4D, w, stride, pad),
          (x) => tf.depthwiseConv2d(surrounded(x, pad, 0), w, stride, 'valid'),
          randomTensor(shape, seed),
        );
      }),
      { numRuns: 10 },
    );
  });

  test('of max pooling equal those of an input surrounded by smaller numbers', () => {
    fc.assert(
      fc.property(windows, ({ shape, extents, strides, pad, seed }) => {
        expectEqual(
          (x) => tf.maxPool(x as Tensor4D, extents, strides, pad),
          (x) => tf.maxPool(surrounded(x, pad, -2), extents, strides, 'valid'),
          randomTensor(shape, seed),
        );
      }),
      { numRuns: 10 },
    );
  });

  test('of average pooling ignore the padding', () => {
    fc.assert(
      fc.property(windows, ({ shape, extents, strides, pad, seed }) => {
        const mean = (x: Tensor): Tensor => tf.avgPool(x as Tensor4D, extents, strides, 'valid');
        const filled = mean(surrounded(tf.ones(shape), pad, 0));
        expectEqual(
          (x) => tf.avgPool(x as Tensor4D, extents, strides, pad),
          (x) => tf.div(mean(surrounded(x, pad, 0)), filled),
          randomTensor(shape, seed),
        );
      }),
      { numRuns: 10 },
    );
  });
});

test('fused and dilated convolutions also take padding as a number', () =>
  expectSameOnBothEngines(() => {
    const [x, filter] = [randomTensor([2, 7, 9, 3], 1), randomTensor([3, 2, 3, 4], 2)] as [Tensor4D, Tensor4D];
    const bias = randomTensor([4], 3);
    return [
      tf.fused.conv2d({ x, filter, strides: [2, 1], pad: 1, bias, activation: 'relu' }),
      tf.conv2d(x, filter, 1, 1, 'NHWC', [1, 2]),
    ];
  }));
