import { InvalidOptionError } from '../errors.ts';
import { resolveOptions } from '../options.ts';
import type { Compression } from './contract.ts';
import { defineCompression, type CompressedWeight } from './define.ts';
import type { Weight } from './weight.ts';

export interface QuantizeOptions {
  /** Quantise biases too, each vector with one scale, as Core ML does. @defaultValue true */
  readonly biases?: boolean;
}

/**
 * Uniform affine quantisation of the weights, per output channel of every kernel, between its minimum and maximum.
 *
 *   s = (max − min) / (2^bits − 1),   q = round((w − min) / s),   ŵ = min + q · s
 *
 * Scale s and offset min are kept as float32, one pair per channel (one per bias vector); q takes `bits` bits. Halves are
 * rounded to even. A constant channel is exact. Weights of normalisation layers stay float32. |ŵ − w| <= s / 2, up to
 * float32 rounding. Throws InvalidOptionError if bits is no integer from 2 to 16.
 *
 * @param bits - bits per weight, 2 to 16
 * @see Jacob et al. 2018, arXiv:1712.05877, section 2.1; the linear mode of Core ML Tools
 */
export function quantize(bits: number, options: QuantizeOptions = {}): Compression {
  if (!Number.isInteger(bits) || bits < 2 || bits > 16) {
    throw new InvalidOptionError(
      `quantize: bits is ${bits}.\nExpected an integer from 2 to 16.\nFor integers of one byte pass quantize(8).`,
    );
  }
  const { biases } = resolveOptions(`quantize(${bits})`, { biases: true }, options);
  return defineCompression({
    name: `quantize(${bits}${biases ? '' : ', { biases: false }'})`,
    options: { bits, biases },
    compressWeight: (weight) =>
      weight.role === 'kernel' || (weight.role === 'bias' && biases) ? quantizeWeight(weight, bits) : undefined,
  });
}

function quantizeWeight({ values, channels, channelOf }: Weight, bits: number): CompressedWeight {
  const low = new Float32Array(channels).fill(Number.POSITIVE_INFINITY);
  const high = new Float32Array(channels).fill(Number.NEGATIVE_INFINITY);
  values.forEach((value, i) => {
    const channel = channelOf(i);
    low[channel] = Math.min(low[channel], value);
    high[channel] = Math.max(high[channel], value);
  });
  const levels = 2 ** bits - 1;
  const scale = low.map((min, channel) => (high[channel] - min) / levels);
  const decoded = values.map((value, i) => {
    const channel = channelOf(i);
    if (scale[channel] === 0) return low[channel];
    const level = Math.min(levels, roundToEven((value - low[channel]) / scale[channel]));
    return low[channel] + level * scale[channel];
  });
  return { values: decoded, bits: bits * values.length + 64 * channels };
}

/** The nearest integer; of two equally near ones the even. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  const fraction = value - below;
  if (fraction === 0.5) return below % 2 === 0 ? below : below + 1;
  return fraction < 0.5 ? below : below + 1;
}
