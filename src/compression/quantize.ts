import {
  checkOptions,
  checkedLater,
  demand,
  integerFrom,
  names,
  oneOf,
  resolveOptions,
  type Limit,
  type LimitsOf,
} from '../options.ts';
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
   * `linear`: levels between minimum and maximum (Core ML). `kmeans`: a lookup table of 2^bits centroids per tensor, of the
   * least possible squared error (Core ML). `symmetric`: levels mirrored at zero (TensorFlow Lite). @defaultValue 'linear'
   */
  readonly scheme?: 'linear' | 'kmeans' | 'symmetric';
  /** Whether values share a scale per output channel or per tensor. @defaultValue 'channel'; 'tensor' for `kmeans` */
  readonly granularity?: 'channel' | 'tensor';
  /** Also quantise biases, with one scale or table per vector. @defaultValue true; false for `symmetric`, as in the tools */
  readonly biases?: boolean;
  /** Names of the layers to quantise. @defaultValue all that have a kernel */
  readonly layers?: readonly string[];
}

const bitsLimit: Limit = { ...integerFrom(1, 16), expected: 'an integer from 1 to 16', advice: undefined };
/** The defaults depend on the scheme, so the values of the other options are checked after it. */
const limits: LimitsOf<QuantizeOptions> = {
  scheme: checkedLater,
  granularity: checkedLater,
  biases: checkedLater,
  layers: names,
};

/**
 * Quantises weights to integers of a few bits and decodes them for computation; returns the compression. Weights of
 * normalisation layers stay float32, and pruned values stay zero.
 *
 *   linear:     s = (max − min) / (2^bits − 1),   q = round((w − min) / s),   ŵ = min + q · s
 *   symmetric:  m = 2^(bits − 1) − 1,   s = max |w| / m,   q = clip(round(w / s), −m, m),   ŵ = q · s
 *   kmeans:     ŵ = the nearest of 2^bits centroids, which minimise Σ (w − ŵ)²
 *
 * With one bit, `symmetric` is ŵ = mean |w| · sign(w). Scales, offsets and centroids are float32. Halves are rounded to even.
 *
 * The centroids of `kmeans` are optimal and need no seed: on a line, the optimum can be computed. A weight with more than two
 * million distinct values gets centroids that are optimal for groups of neighbours, improved by Lloyd's algorithm.
 *
 * `quantize.float16()`, `quantize.int8({ calibration })` and `quantize.dynamic()` are the modes of TensorFlow Lite.
 *
 * @param bits - bits per weight, 1 to 16
 * @throws InvalidOptionError if `bits` is not an integer from 1 to 16, or on an option out of range
 */
export function quantize(bits: number, options: QuantizeOptions = {}): WeightCompression {
  demand('quantize', 'bits', bits, bitsLimit, 'For one byte per weight pass quantize(8).');
  const { layers, ...changes } = checkOptions(`quantize(${bits})`, options, limits);
  const scheme = changes.scheme ?? 'linear';
  const resolved = resolveOptions(
    `quantize(${bits})`,
    { scheme: 'linear', granularity: scheme === 'kmeans' ? 'tensor' : 'channel', biases: scheme !== 'symmetric' },
    changes,
    {
      scheme: oneOf('linear', 'kmeans', 'symmetric'),
      granularity: scheme === 'kmeans' ? oneOf('tensor') : oneOf('channel', 'tensor'),
    },
  );
  const { granularity, biases } = resolved;
  return defineCompression({
    name: describeCall('quantize', bits, { ...changes, layers }),
    options: { bits, ...resolved, ...(layers && { layers }) },
    layers,
    compressWeight: (weight) => {
      if (weight.role === 'normalisation' || (weight.role === 'bias' && !biases)) return undefined;
      if (scheme === 'kmeans') return quantizeKMeans(weight, bits);
      const scaled = granularity === 'tensor' ? asOneChannel(weight) : weight;
      return scheme === 'linear' ? quantizeLinear(scaled, bits) : quantizeSymmetric(scaled, bits);
    },
  });
}

/**
 * Stores every weight of layers with a kernel, including biases, as float16, rounded as in IEEE 754. Numbers that are too
 * large become the largest float16.
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
 * Stores kernels as int8, symmetric per output channel. Activations, biases and computation stay float32.
 *
 * @see the dynamic range mode of TensorFlow Lite, which skips kernels of fewer than 1,024 values; this function does not
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
