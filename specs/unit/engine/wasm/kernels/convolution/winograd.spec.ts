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
const same = { strides: 1, pad: 'same', dataFormat: 'NHWC' } as const;
const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor =>
  tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as Tensor;
const toInput = (dy: Tensor, filter: Tensor, inputShape: number[]): Tensor =>
  run('Conv2DBackpropInput', { dy, filter }, { ...same, inputShape });
const toFilter = (x: Tensor, dy: Tensor, filterShape: number[]): Tensor =>
  run('Conv2DBackpropFilter', { x, dy }, { ...same, filterShape });
const backend = (): Backend => tf.backend() as unknown as Backend;

/** Visits all products x · w of a convolution with padding "same": positions of x, w and of their sum. */
function eachProduct(
  [images, height, width, ci]: Shape4D,
  co: number,
  taps: number,
  visit: (x: number, w: number, y: number) => void,
) {
  for (let pixel = 0; pixel < images * height * width; pixel++) {
    const [row, column] = [Math.floor(pixel / width) % height, pixel % width];
    for (let tap = 0; tap < taps ** 2; tap++) {
      const [down, right] = [Math.floor(tap / taps) - (taps >> 1), (tap % taps) - (taps >> 1)];
      if (row + down < 0 || row + down >= height || column + right < 0 || column + right >= width) continue;
      const from = (pixel + down * width + right) * ci;
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
function direct(x: Tensor, filter: Tensor): Tensor {
  const g = geometryOf('Conv2D', x.shape, filter.shape, same);
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
    [3, 32, 64],
    [3, 16, 128],
    [3, 8, 256],
    [3, 4, 512],
    [5, 32, 16],
    [5, 16, 96],
    [5, 8, 192],
  ])(
    'with %i rows of weights, %i pixels a side and %i channels has at most four times the error of a product of patches',
    async (taps, size, channels) => {
      await startEngine('wasm');
      tf.tidy(() => {
        const images = Math.ceil(128 / size ** 2);
        const x = randomTensor([images, size, size, channels], 1) as Tensor4D;
        const filter = randomTensor([taps, taps, channels, 8], 2) as Tensor4D;
        const [left, right] = [x.dataSync(), filter.dataSync()];
        const exact = new Float64Array(images * size * size * 8);
        eachProduct(x.shape, 8, taps, (i, k, o) => (exact[o] += left[i] * right[k]));
        expect(winogradShape(geometryOf('Conv2D', x.shape, filter.shape, same))).toBeDefined();
        expect(errorOf(tf.conv2d(x, filter, 1, 'same'), exact)).toBeLessThan(4 * errorOf(direct(x, filter), exact));

        // The gradient of the input is the convolution with turned filters, whose output channels are those summed over.
        const turned = tf.reverse(tf.transpose(filter, [0, 1, 3, 2]), [0, 1]);
        expect(errorOf(toInput(x, turned, exactShape(x.shape, 8)), exact)).toBeLessThan(
          4 * errorOf(direct(x, filter), exact),
        );
      });
    },
  );

  test.each([
    [3, 32],
    [3, 16],
    [3, 8],
    [3, 4],
    [5, 32],
    [5, 16],
    [5, 8],
  ])(
    'with %i rows of weights and %i pixels a side has a filter gradient with at most four times the error',
    async (taps, size) => {
      await startEngine('wasm');
      tf.tidy(() => {
        const x = randomTensor([8, size, size, 8], 1) as Tensor4D;
        const slopes = randomTensor([8, size, size, 16], 2);
        const [left, right] = [x.dataSync(), slopes.dataSync()];
        const exact = new Float64Array(taps ** 2 * 128);
        eachProduct(x.shape, 16, taps, (i, k, o) => (exact[k] += left[i] * right[o]));
        const g = geometryOf('Conv2D', x.shape, [taps, taps, 8, 16], same);
        const sums = tf.zeros([taps, taps, 8, 16]);
        withPadding(backend(), x, g, (input) =>
          filterSums(backend(), input, g, pointer(backend(), slopes), pointer(backend(), sums)),
        );
        expect(errorOf(toFilter(x, slopes, [taps, taps, 8, 16]), exact)).toBeLessThan(4 * errorOf(sums, exact));
      });
    },
  );

  test('matches the JavaScript engine for any size and padding, with its gradients', async () => {
    const sizes = fc.record({
      ...{ images: fc.integer({ min: 1, max: 3 }), height: fc.integer({ min: 5, max: 9 }) },
      ...{
        taps: fc.constantFrom(3, 5),
        width: fc.integer({ min: 5, max: 9 }),
        ci: fc.constantFrom(8, 24),
        co: fc.constantFrom(8, 16),
      },
      ...{ pad: fc.constantFrom<'same' | 'valid' | number>('same', 'valid', 0, 1, 2, 3), seed: fc.integer() },
    });
    await fc.assert(
      fc.asyncProperty(sizes, ({ images, height, width, taps, ci, co, pad, seed }) =>
        expectSameOnBothEngines(() => {
          const x = randomTensor([images, height, width, ci], seed) as Tensor4D;
          const w = randomTensor([taps, taps, ci, co], seed + 1) as Tensor4D;
          const f = (a: Tensor, b: Tensor): Tensor => tf.conv2d(a as Tensor4D, b as Tensor4D, 1, pad);
          return [f(x, w), ...tf.grads((a, b) => tf.sum(tf.square(f(a, b))))([x, w])];
        }),
      ),
      { numRuns: 24 },
    );
  });

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
    ['few channels and many tiles', 3, [60, 17, 15, 8], 16],
    ['transformed filters that are stored', 3, [9, 8, 8, 256], 128],
    ['filters that are transformed in blocks', 3, [3, 4, 4, 512], 256],
    ['filters of five rows', 5, [20, 9, 8, 16], 72],
  ] as const)('gives an image the same bits in any batch: %s', async (_, taps, [images, ...size], co) => {
    await startEngine('wasm');
    tf.tidy(() => {
      const x = randomTensor([images, ...size], 1) as Tensor4D;
      const filter = randomTensor([taps, taps, size[2], co], 2) as Tensor4D;
      const slopes = randomTensor([images, size[0], size[1], co], 3) as Tensor4D;
      const outputs = tf.unstack(tf.conv2d(x, filter, 1, 'same'));
      const gradients = tf.unstack(toInput(slopes, filter, x.shape));
      for (const i of [0, 1, images - 1]) {
        const one = (tensor: Tensor4D): Tensor4D => tf.slice(tensor, i, 1);
        expect(outputs[i].dataSync()).toEqual(tf.conv2d(one(x), filter, 1, 'same').dataSync());
        expect(gradients[i].dataSync()).toEqual(toInput(one(slopes), filter, [1, ...size]).dataSync());
      }
    });
  });
});

const exactShape = ([images, height, width]: Shape4D, channels: number): Shape4D => [images, height, width, channels];
