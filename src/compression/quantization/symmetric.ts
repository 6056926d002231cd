import type { CompressedWeight } from '../define.ts';
import { roundToEven } from './rounding.ts';
import type { Weight } from '../storage/weight.ts';

/**
 * Symmetric quantisation per channel: zero is a level, and positive and negative levels mirror each other. Returns the
 * decoded weight and its encoding.
 *
 *   m = 2^(bits − 1) − 1,   s = max |w| / m,   q = clip(round(w / s), −m, m),   ŵ = q · s
 *
 * The scale s is stored as float32, one per channel. Halves are rounded to even. With one bit, zero would be the only level;
 * the two levels of least mean squared error replace it: ŵ = mean |w| · sign(w). Pruned values stay zero.
 *
 * @see Jacob et al. 2018, arXiv:1712.05877, section 3.1 (restricted to −127 … 127 at 8 bits, as TensorFlow Lite does);
 *   Rastegari et al. 2016, arXiv:1603.05279, eq. 6, for one bit
 */
export function quantizeSymmetric(weight: Weight, bits: number): CompressedWeight {
  const { values, channels, channelOf, pruned } = weight;
  const most = 2 ** (bits - 1) - 1;
  const scale = bits === 1 ? meanMagnitudes(weight) : largestMagnitudes(weight).map((largest) => largest / most);
  const decoded = values.map((value, i) => {
    const step = scale[channelOf(i)];
    if (pruned?.[i] || step === 0) return 0;
    if (bits === 1) return value < 0 ? -step : step;
    return Math.max(-most, Math.min(most, roundToEven(value / step))) * step + 0; // + 0 turns a negative zero into zero
  });
  const smallest =
    bits === 1 ? { scale: 2 * scale[0], offset: -scale[0] } : { scale: scale[0], offset: -most * scale[0] };
  return {
    values: decoded,
    encoding: {
      bits,
      tableBits: 32 * channels,
      perChannel: channels > 1,
      affine: channels === 1 ? smallest : undefined,
    },
  };
}

/** Returns the scales of a quantised kernel, one per channel. */
export function symmetricScales(weight: Weight, bits: number): Float32Array {
  return largestMagnitudes(weight).map((largest) => largest / (2 ** (bits - 1) - 1));
}

function largestMagnitudes({ values, channels, channelOf }: Weight): Float32Array {
  const largest = new Float32Array(channels);
  values.forEach((value, i) => (largest[channelOf(i)] = Math.max(largest[channelOf(i)], Math.abs(value))));
  return largest;
}

function meanMagnitudes({ values, channels, channelOf, pruned }: Weight): Float32Array {
  const sums = new Float64Array(channels);
  const counts = new Uint32Array(channels);
  values.forEach((value, i) => {
    if (pruned?.[i]) return;
    sums[channelOf(i)] += Math.abs(value);
    counts[channelOf(i)]++;
  });
  return Float32Array.from(sums, (sum, channel) => sum / Math.max(1, counts[channel]));
}
