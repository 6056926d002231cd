import { InvalidOptionError } from '../errors.ts';
import { oneOf, resolveOptions } from '../options.ts';
import { createRandom } from '../random/index.ts';
import { settings } from '../settings.ts';
import { describeCall } from '../show.ts';
import type { WeightCompression } from './contract.ts';
import { defineCompression } from './define.ts';
import { toFloat16 } from './quantization/float16.ts';
import { int8 } from './quantization/int8.ts';
import { quantizeKMeans } from './quantization/k-means.ts';
import { quantizeLinear } from './quantization/linear.ts';
import { quantizeSymmetric } from './quantization/symmetric.ts';
import { asOneChannel } from './storage/weight.ts';

export interface QuantizeOptions {
  /**
   * `linear`: affine between minimum and maximum (Core ML). `kmeans`: a lookup table of 2^bits centroids a tensor, found by
   * seeded k-means++ (Core ML). `symmetric`: affine without offset (TensorFlow Lite). @defaultValue 'linear'
   */
  readonly scheme?: 'linear' | 'kmeans' | 'symmetric';
  /** What shares one scale: an output channel of a kernel, or the whole tensor. @defaultValue 'channel'; 'tensor' for `kmeans` */
  readonly granularity?: 'channel' | 'tensor';
  /** Quantise biases too, each vector with one scale or table. @defaultValue true; false for `symmetric`, as the tools do */
  readonly biases?: boolean;
  /** Names of the layers to quantise. @defaultValue all that have a kernel */
  readonly layers?: readonly string[];
}

/**
 * Quantisation of the weights to integers of a few bits, decoded for computing. The schemes are described where they are
 * made: `linear.ts`, `symmetric.ts`, `k-means.ts`. Weights of normalisation layers stay float32.
 *
 * `quantize.float16()`, `quantize.int8({ calibration })` and `quantize.dynamic()` are the modes of TensorFlow Lite.
 *
 * Throws InvalidOptionError if bits is no integer from 1 to 16.
 *
 * @param bits - bits per weight, 1 to 16
 */
export function quantize(bits: number, options: QuantizeOptions = {}): WeightCompression {
  if (!Number.isInteger(bits) || bits < 1 || bits > 16) {
    throw new InvalidOptionError(
      `quantize: bits is ${bits}.\nExpected an integer from 1 to 16.\nFor integers of one byte pass quantize(8).`,
    );
  }
  const { layers, ...changes } = options;
  const scheme = changes.scheme ?? 'linear';
  const resolved = resolveOptions(
    `quantize(${bits})`,
    { scheme, granularity: scheme === 'kmeans' ? 'tensor' : 'channel', biases: scheme !== 'symmetric' },
    changes,
    {
      scheme: oneOf('linear', 'kmeans', 'symmetric'),
      granularity: scheme === 'kmeans' ? oneOf('tensor') : oneOf('channel', 'tensor'),
    },
  );
  const { granularity, biases } = resolved;
  return defineCompression({
    name: describeCall('quantize', bits, { ...options }),
    options: { bits, ...resolved, ...(layers && { layers }) },
    layers,
    compressWeight: (weight, { seed = settings().seed }) => {
      if (weight.role === 'normalisation' || (weight.role === 'bias' && !biases)) return undefined;
      if (scheme === 'kmeans') return quantizeKMeans(weight, bits, createRandom(seed).fork('k-means', weight.name));
      const scaled = granularity === 'tensor' ? asOneChannel(weight) : weight;
      return scheme === 'linear' ? quantizeLinear(scaled, bits) : quantizeSymmetric(scaled, bits);
    },
  });
}

/**
 * Every weight of a layer with a kernel, biases too, as float16, rounded as IEEE 754 demands; what is too large becomes the
 * largest float16.
 *
 * @see the float16 mode of TensorFlow Lite
 */
function float16(): WeightCompression {
  return defineCompression({
    name: 'quantize.float16()',
    options: {},
    compressWeight: ({ values }) => ({ values: values.map(toFloat16), encoding: { bits: 16, tableBits: 0 } }),
  });
}

/**
 * Weights of kernels as int8, symmetric per output channel; activations, biases and computing in float32.
 *
 * @see the dynamic range mode of TensorFlow Lite, which leaves kernels of fewer than 1,024 values alone; this does not
 */
function dynamic(): WeightCompression {
  return defineCompression({
    name: 'quantize.dynamic()',
    options: {},
    compressWeight: (weight) => (weight.role === 'kernel' ? quantizeSymmetric(weight, 8) : undefined),
  });
}

quantize.float16 = float16;
quantize.int8 = int8;
quantize.dynamic = dynamic;
