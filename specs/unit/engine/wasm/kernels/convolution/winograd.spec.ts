import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { type Tensor, type Tensor4D, tf } from '../../../../../../src/engine/tensors.ts';
import { filterSums } from '../../../../../../src/engine/wasm/kernels/convolution/filter-sums.ts';
import { geometryOf, withPadding } from '../../../../../../src/engine/wasm/kernels/convolution/geometry.ts';
import { sumPatches } from '../../../../../../src/engine/wasm/kernels/convolution/patch-sums.ts';
import { winogradShape } from '../../../../../../src/engine/wasm/kernels/convolution/winograd-shape.ts';
import type { Backend } from '../../../../../../src/engine/wasm/kernels/kernel.ts';
import { pointer } from '../../../../../../src/engine/wasm/kernels/memory.ts';
import { withPacked } from '../../../../../../src/engine/wasm/kernels/product/packed.ts';
import { compared, expectGradientByDifferences, expectSameOnBothEngines, randomTensor } from '../../../both-engines.ts';

type Shape4D = [number, number, number, number];
const same = (strides = 1) => ({ strides, pad: 'same', dataFormat: 'NHWC' }) as const;
const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor =>
  tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as Tensor;
const toInput = (dy: Tensor, filter: Tensor, inputShape: number[], strides = 1): Tensor =>
  run('Conv2DBackpropInput', { dy, filter }, { ...same(strides), inputShape });
const toFilter = (x: Tensor, dy: Tensor, filterShape: number[], strides = 1): Tensor =>
  run('Conv2DBackpropFilter', { x, dy }, { ...same(strides), filterShape });
const backend = (): Backend => tf.backend() as unknown as Backend;

/** Visits all products x · w of a convolution of images with an even side and padding "same": positions of x, w and of their sum. */
function eachProduct(
  [images, side, , ci]: Shape4D,
  co: number,
  { taps, strides }: { taps: number; strides: number },
  visit: (x: number, w: number, y: number) => void,
) {
  const outSide = side / strides;
  const before = (taps - strides) >> 1;
  for (let pixel = 0; pixel < images * outSide ** 2; pixel++) {
    const image = Math.floor(pixel / outSide ** 2);
    const [row, column] = [Math.floor(pixel / outSide) % outSide, pixel % outSide];
    for (let tap = 0; tap < taps ** 2; tap++) {
      const y = row * strides - before + Math.floor(tap / taps);
      const x = column * strides - before + (tap % taps);
      if (y < 0 || y >= side || x < 0 || x >= side) continue;
      const from = ((image * side + y) * side + x) * ci;
      for (let i = 0; i < ci; i++)
        for (let o = 0; o < co; o++) visit(from + i, (tap * ci + i) * co + o, pixel * co + o);
    }
  }
}

/** The root of the mean squared difference to sums in 64 bits. */
function errorOf(actual: Tensor, exact: Float64Array): number {
  const values = actual.dataSync();
  return Math.sqrt(exact.reduce((sum, value, i) => sum + (value - values[i]) ** 2, 0) / exact.length);
}

/** The convolution as a product of patches. */
function direct(x: Tensor, filter: Tensor, strides: number): Tensor {
  const g = geometryOf('Conv2D', x.shape, filter.shape, same(strides));
  const output = tf.zeros(g.outputShape);
  const [at, to] = [pointer(backend(), filter), pointer(backend(), output)];
  withPadding(backend(), x, g, (input) =>
    withPacked(backend(), at, g.runs * g.length, g.outputChannels, false, (packed) =>
      sumPatches(g, g.images, { input, filter: packed, bias: 0, output: to, relu: false }),
    ),
  );
  return output;
}

describe('a convolution by tiles', () => {
  test.each([
    [3, 1, 32, 64],
    [3, 1, 16, 128],
    [3, 1, 8, 256],
    [3, 1, 4, 512],
    [5, 1, 32, 16],
    [5, 1, 16, 96],
    [5, 1, 8, 192],
    [3, 2, 32, 128],
    [3, 2, 16, 128],
    [3, 2, 8, 256],
  ])(
    'with %i rows of weights, strides %i, %i pixels a side and %i channels has at most four times the error of a product of patches',
    async (taps, strides, side, channels) => {
      await startEngine('wasm');
      tf.tidy(() => {
        const [images, co] = [Math.ceil(128 / side ** 2), strides === 1 ? 8 : 32];
        const x = randomTensor([images, side, side, channels], 1) as Tensor4D;
        const filter = randomTensor([taps, taps, channels, co], 2) as Tensor4D;
        const [left, right] = [x.dataSync(), filter.dataSync()];
        const exact = new Float64Array((images * side * side * co) / strides ** 2);
        eachProduct(x.shape, co, { taps, strides }, (i, k, o) => (exact[o] += left[i] * right[k]));
        expect(winogradShape(geometryOf('Conv2D', x.shape, filter.shape, same(strides)))).toBeDefined();
        const outputs = tf.conv2d(x, filter, strides, 'same');
        const limit = 4 * errorOf(direct(x, filter, strides), exact);
        expect(errorOf(outputs, exact)).toBeLessThan(limit);

        if (strides > 1) return;
        // The gradient of the input is the convolution with turned filters, whose output channels are those summed over.
        const turned = tf.reverse(tf.transpose(filter, [0, 1, 3, 2]), [0, 1]);
        expect(errorOf(toInput(x, turned, [...x.shape.slice(0, 3), co]), exact)).toBeLessThan(limit);
      });
    },
  );

  test.each([
    [3, 1, 32, 64],
    [3, 1, 16, 128],
    [3, 1, 8, 256],
    [3, 1, 4, 512],
    [5, 1, 16, 96],
    [3, 2, 32, 128],
    [3, 2, 8, 256],
  ])(
    'with %i rows of weights, strides %i, %i pixels a side and %i channels of slopes has an input gradient with at most four times the error',
    async (taps, strides, side, channels) => {
      await startEngine('wasm');
      tf.tidy(() => {
        const [images, ci] = [Math.ceil(128 / side ** 2), strides === 1 ? 8 : 32];
        const shape: Shape4D = [images, side, side, ci];
        const slopes = randomTensor([images, side / strides, side / strides, channels], 1);
        const filter = randomTensor([taps, taps, ci, channels], 2);
        const [left, right] = [slopes.dataSync(), filter.dataSync()];
        const exact = new Float64Array(images * side * side * ci);
        const rounded = new Float32Array(exact.length);
        eachProduct(shape, channels, { taps, strides }, (i, k, o) => {
          exact[i] += left[o] * right[k];
          rounded[i] += Math.fround(left[o] * right[k]);
        });
        const error = errorOf(toInput(slopes, filter, shape, strides), exact);
        expect(error).toBeLessThan(4 * errorOf(tf.tensor(rounded), exact));
      });
    },
  );

  test.each([
    [3, 1, 32, 8],
    [3, 1, 16, 8],
    [3, 1, 8, 8],
    [3, 1, 4, 8],
    [5, 1, 32, 8],
    [5, 1, 16, 8],
    [5, 1, 8, 8],
    [3, 2, 32, 64],
    [3, 2, 16, 64],
    [3, 2, 8, 64],
  ])(
    'with %i rows of weights, strides %i, %i pixels a side and %i channels has a filter gradient with at most four times the error',
    async (taps, strides, side, channels) => {
      await startEngine('wasm');
      tf.tidy(() => {
        const [images, co] = strides === 1 ? [8, 16] : [side === 32 ? 2 : 8, 64];
        const filterShape = [taps, taps, channels, co];
        const x = randomTensor([images, side, side, channels], 1) as Tensor4D;
        const slopes = randomTensor([images, side / strides, side / strides, co], 2);
        const [left, right] = [x.dataSync(), slopes.dataSync()];
        const exact = new Float64Array(taps ** 2 * channels * co);
        eachProduct(x.shape, co, { taps, strides }, (i, k, o) => (exact[k] += left[i] * right[o]));
        const g = geometryOf('Conv2D', x.shape, filterShape, same(strides));
        const sums = tf.zeros(filterShape);
        withPadding(backend(), x, g, (input) =>
          filterSums(backend(), input, g, pointer(backend(), slopes), pointer(backend(), sums)),
        );
        expect(errorOf(toFilter(x, slopes, filterShape, strides), exact)).toBeLessThan(4 * errorOf(sums, exact));
      });
    },
  );

  test('matches the JavaScript engine for any size and padding, with its gradients', async () => {
    const sizes = fc.record({
      ...{ images: fc.integer({ min: 1, max: 3 }), height: fc.integer({ min: 3, max: 9 }) },
      ...{
        taps: fc.constantFrom(3, 5),
        width: fc.integer({ min: 3, max: 9 }),
        ci: fc.constantFrom(8, 24),
        co: fc.constantFrom(8, 16),
      },
      ...{ pad: fc.constantFrom<'same' | 'valid' | number>('same', 'valid', 0, 1, 2, 3), seed: fc.integer() },
    });
    await fc.assert(
      fc.asyncProperty(sizes, ({ images, height, width, taps, ci, co, pad, seed }) =>
        expectSameOnBothEngines(() => {
          const sides = [height, width].map((side) => Math.max(side, taps));
          const x = randomTensor([images, ...sides, ci], seed) as Tensor4D;
          const w = randomTensor([taps, taps, ci, co], seed + 1) as Tensor4D;
          const f = (a: Tensor, b: Tensor): Tensor => tf.conv2d(a as Tensor4D, b as Tensor4D, 1, pad);
          return [f(x, w), ...tf.grads((a, b) => tf.sum(tf.square(f(a, b))))([x, w])];
        }),
      ),
      { numRuns: 12 },
    );
  });

  test.each([
    [8, 7, 'same'],
    [9, 8, 'valid'],
    [7, 8, 1],
    [15, 16, 2],
  ] as const)(
    'with strides 2 matches the JavaScript engine on images of %i × %i with padding %s',
    (height, width, pad) =>
      expectSameOnBothEngines(() => {
        const x = randomTensor([1, height, width, 64], 1) as Tensor4D;
        const w = randomTensor([3, 3, 64, 64], 2) as Tensor4D;
        const f = (a: Tensor, b: Tensor): Tensor => tf.conv2d(a as Tensor4D, b as Tensor4D, 2, pad);
        return [f(x, w), ...tf.grads((a, b) => tf.sum(tf.square(f(a, b))))([x, w])];
      }),
  );

  test.each(['linear', 'relu', 'sigmoid'] as const)('fuses bias and %s', (activation) =>
    expectSameOnBothEngines(() => {
      const x = randomTensor([2, 7, 9, 8], 1) as Tensor4D;
      const filter = randomTensor([3, 3, 8, 16], 2) as Tensor4D;
      return tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias: randomTensor([16], 3), activation });
    }),
  );

  test.each([3, 5])('with %i rows of weights has gradients equal to its difference quotients', async (taps) => {
    await startEngine(compared);
    const operands = [randomTensor([1, 4, 5, 8], 1), randomTensor([taps, taps, 8, 16], 2)];
    expectGradientByDifferences((x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, 1, 'same'), operands);
  });

  test.each([
    ['few channels and many tiles', 3, [60, 17, 15, 8], 16, 1],
    ['transformed filters that are stored', 3, [9, 8, 8, 256], 128, 1],
    ['filters that are transformed in blocks', 3, [3, 4, 4, 512], 256, 1],
    ['filters of five rows', 5, [20, 9, 8, 16], 72, 1],
    ['strides of two', 3, [20, 16, 16, 72], 64, 2],
  ] as const)('gives an image the same bits in any batch: %s', async (_, taps, [images, ...size], co, strides) => {
    await startEngine('wasm');
    tf.tidy(() => {
      const x = randomTensor([images, ...size], 1) as Tensor4D;
      const filter = randomTensor([taps, taps, size[2], co], 2) as Tensor4D;
      const slopes = randomTensor([images, size[0] / strides, size[1] / strides, co], 3) as Tensor4D;
      const outputs = tf.unstack(tf.conv2d(x, filter, strides, 'same'));
      const gradients = tf.unstack(toInput(slopes, filter, x.shape, strides));
      for (const i of [0, 1, images - 1]) {
        const one = (tensor: Tensor4D): Tensor4D => tf.slice(tensor, i, 1);
        expect(outputs[i].dataSync()).toEqual(tf.conv2d(one(x), filter, strides, 'same').dataSync());
        expect(gradients[i].dataSync()).toEqual(toInput(one(slopes), filter, [1, ...size], strides).dataSync());
      }
    });
  });
});
