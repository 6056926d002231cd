import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { compress, prune, quantize } from '../../../src/compression/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl, type LayersModel } from '../../../src/engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../../src/errors.ts';
import { classifier } from '../../../src/models/index.ts';
import { leNet1, multilayerPerceptron } from '../../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../../src/models/network/weights.ts';
import { calibration, compressionLaws } from '../../contract/compression-laws.ts';
import { largestDifference, sampleSplit } from '../models/sample.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const linear = (kernel: Float32Array, bias: Float32Array) => {
  const model = multilayerPerceptron.with({ hidden: [] })({
    itemShape: [kernel.length / bias.length],
    classes: bias.length,
    seed: 1,
  });
  writeWeights(networkOf(model).model, [kernel, bias]);
  return model;
};
/** Returns the weights after quantisation, and frees every model, so that many can be tried. */
const decode = (kernel: Float32Array, bias: Float32Array, bits: number) => {
  const original = linear(kernel, bias);
  const { classifier: compressed, bytesAfter } = quantize(bits).compress(original);
  const [decodedKernel, decodedBias] = readWeights(networkOf(compressed).model);
  original.dispose();
  compressed.dispose();
  return { kernel: decodedKernel, bias: decodedBias, bytesAfter };
};

const weight = fc.float({ min: -8, max: 8, noNaN: true });
const weights = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 4 })).chain(([inputs, outputs]) =>
  fc.record({
    kernel: fc
      .array(weight, { minLength: inputs * outputs, maxLength: inputs * outputs })
      .map((values) => Float32Array.from(values)),
    bias: fc.array(weight, { minLength: outputs, maxLength: outputs }).map((values) => Float32Array.from(values)),
  }),
);
const bits = fc.integer({ min: 1, max: 16 });
const rounding = 8 * 2 ** -23; // one unit in the last place of the largest weight

describe('for any weights', () => {
  test('the error is at most half a step of the channel', () => {
    fc.assert(
      fc.property(weights, bits, ({ kernel, bias }, n) => {
        const decoded = decode(kernel, bias, n);
        const outputs = bias.length;
        for (let channel = 0; channel < outputs; channel++) {
          const column = (values: Float32Array) => values.filter((_, i) => i % outputs === channel);
          expect(largestDifference(column(kernel), column(decoded.kernel))).toBeLessThanOrEqual(
            halfStep(column(kernel), n) + rounding,
          );
        }
        expect(largestDifference(bias, decoded.bias)).toBeLessThanOrEqual(halfStep(bias, n) + rounding);
      }),
      { numRuns: 60 },
    );
  });

  test('quantising again changes nothing', () => {
    fc.assert(
      fc.property(weights, bits, ({ kernel, bias }, n) => {
        const once = decode(kernel, bias, n);
        const twice = decode(once.kernel, once.bias, n);
        expect(largestDifference(once.kernel, twice.kernel)).toBeLessThanOrEqual(rounding);
      }),
      { numRuns: 60 },
    );
  });

  test('more bits never take fewer bytes', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 2, max: 15 }), ({ kernel, bias }, n) => {
        expect(decode(kernel, bias, n).bytesAfter).toBeLessThanOrEqual(decode(kernel, bias, n + 1).bytesAfter);
      }),
      { numRuns: 30 },
    );
  });
});

describe('quantize', () => {
  test('has at most 2^bits values per channel, including minimum and maximum', () => {
    const model = networkOf(leNet1({ itemShape: [28, 28, 1], classes: 10, seed: 1 }));
    const [before, after] = [
      readWeights(model.model),
      readWeights(networkOf(quantize(3).compress(model).classifier).model),
    ];
    for (let channel = 0; channel < 12; channel++) {
      const [kernel, decoded] = [before[2], after[2]].map((values) => values.filter((_, i) => i % 12 === channel));
      expect(new Set(decoded).size).toBe(8);
      expect(Math.min(...decoded)).toBe(Math.min(...kernel));
      expect(Math.max(...decoded)).toBeCloseTo(Math.max(...kernel), 6);
    }
  });

  test('reports its size: packed bits, and scale and offset per channel', () => {
    const model = leNet1({ itemShape: [28, 28, 1], classes: 10, seed: 1 });
    const { bytesBefore, bytesAfter } = quantize(3).compress(model);
    expect(bytesBefore).toBe(4 * 3246);
    const packed = [
      [100, 4],
      [4, 1],
      [1200, 12],
      [12, 1],
      [1920, 10],
      [10, 1],
    ];
    expect(bytesAfter).toBe(
      packed.reduce((sum, [values, channels]) => sum + Math.ceil((3 * values) / 8) + 8 * channels, 0),
    );
  });

  test('leaves the original unchanged and leaks no tensor', async () => {
    const model = leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 });
    const images = sampleSplit({ itemShape: [16, 16, 1], size: 5 });
    const before = { tensors: tf.memory().numTensors, probabilities: await model.probabilities(images) };
    const { classifier: compressed } = quantize(2).compress(model);
    expect(await compressed.probabilities(images)).not.toEqual(before.probabilities);
    expect(compressed.name).toBe('leNet1, quantize(2)');
    compressed.dispose();
    expect(await model.probabilities(images)).toEqual(before.probabilities);
    expect(tf.memory().numTensors).toBe(before.tensors);
  });

  test('keeps constant channels exactly', () => {
    const kernel = Float32Array.of(0.1, -3.3, 0.1, 5, 0.1, 1e-30);
    const { kernel: decoded, bias } = decode(kernel, Float32Array.of(0.7, 0.7), 2);
    expect([decoded[0], decoded[2], decoded[4]]).toEqual([kernel[0], kernel[0], kernel[0]]);
    expect(bias).toEqual(Float32Array.of(0.7, 0.7));
  });

  test('finds the channels of depthwise and transposed convolutions, and skips normalisation', () => {
    const { depthwiseConv2d, conv2dTranspose, batchNormalization, flatten, dense, inputLayer } = tfl.layers;
    const model: LayersModel = tfl.sequential({
      layers: [
        inputLayer({ inputShape: [4, 4, 2] }),
        depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, depthwiseInitializer: 'zeros' }),
        conv2dTranspose({ filters: 3, kernelSize: 2, kernelInitializer: 'zeros' }),
        batchNormalization(),
        flatten(),
        dense({ units: 2, kernelInitializer: 'zeros' }),
      ],
    });
    const values = readWeights(model);
    const shapes = model.weights.map(({ shape }) => shape);
    expect(shapes[0]).toEqual([2, 2, 2, 2]);
    expect(shapes[2]).toEqual([2, 2, 3, 4]);
    values[0].forEach((_, i) => (values[0][i] = 10 * (i % 4) + Math.floor(i / 4))); // 4 values per channel, 4 channels
    values[2].forEach((_, i) => (values[2][i] = 10 * (Math.floor(i / 4) % 3) + (i % 4))); // 4 values per channel, 3 channels
    values[4].forEach((_, i) => (values[4][i] = 0.1 * i * i)); // gamma
    writeWeights(model, values);
    const after = readWeights(networkOf(quantize(2).compress(classifier(model)).classifier).model);
    expect(after[0]).toEqual(values[0]);
    expect(after[2]).toEqual(values[2]);
    expect(after[4]).toEqual(values[4]);
  });

  test('skips biases with biases: false', () => {
    const bias = Float32Array.of(0.1, 0.25, 0.7, 0.8, 0.85);
    const { classifier: compressed } = quantize(2, { biases: false }).compress(linear(new Float32Array(10), bias));
    expect(readWeights(networkOf(compressed).model)[1]).toEqual(bias);
  });

  test.each([0, 17, 8.5, Number.NaN])('rejects %d bits', (n) => {
    expect(() => quantize(n)).toThrow(
      new InvalidOptionError(
        `quantize: bits is ${n}.\nExpected an integer from 1 to 16.\nFor one byte per weight pass quantize(8).`,
      ),
    );
  });

  test('rejects weights that are not finite', () => {
    const model = linear(new Float32Array(6), new Float32Array(2));
    writeWeights(networkOf(model).model, [new Float32Array(6).fill(Number.POSITIVE_INFINITY), new Float32Array(2)]);
    expect(() => quantize(8).compress(model)).toThrow(InvalidModelError);
  });
});

function halfStep(values: Float32Array, bits: number): number {
  return (Math.max(...values) - Math.min(...values)) / (2 ** bits - 1) / 2;
}

compressionLaws(
  quantize(1),
  quantize(2),
  quantize(8),
  quantize(16, { biases: false }),
  quantize(4, { granularity: 'tensor' }),
  quantize(3, { scheme: 'kmeans' }),
  quantize(1, { scheme: 'symmetric' }),
  quantize(8, { scheme: 'symmetric', granularity: 'tensor', layers: ['conv2d_1'] }),
  quantize.float16(),
  quantize.dynamic(),
  quantize.int8({ calibration }),
  quantize.int8({ calibration, range: 'percentile', percentile: 99 }),
  compress(prune(0.5), quantize(8)),
);
