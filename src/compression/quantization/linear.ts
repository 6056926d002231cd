import type { CompressedWeight } from '../define.ts';
import { roundToEven } from './rounding.ts';
import type { Weight } from '../storage/weight.ts';

/**
 * Affine quantisation between the minimum and the maximum per channel. Returns the decoded weight and its encoding.
 *
 *   s = (max − min) / (2^bits − 1),   q = round((w − min) / s),   ŵ = min + q · s
 *
 * Scale s and offset min are stored as float32, one pair per channel. Halves are rounded to even. A constant channel is
 * exact. Pruned values are excluded from the range and stay zero.
 *
 * @see Jacob et al. 2018, arXiv:1712.05877, section 2.1; the linear mode of Core ML Tools
 */
export function quantizeLinear({ values, channels, channelOf, pruned }: Weight, bits: number): CompressedWeight {
  const low = new Float32Array(channels).fill(Number.POSITIVE_INFINITY);
  const high = new Float32Array(channels).fill(Number.NEGATIVE_INFINITY);
  values.forEach((value, i) => {
    if (pruned?.[i]) return;
    const channel = channelOf(i);
    low[channel] = Math.min(low[channel], value);
    high[channel] = Math.max(high[channel], value);
  });
  const levels = 2 ** bits - 1;
  const scale = low.map((min, channel) => (high[channel] < min ? 0 : (high[channel] - min) / levels));
  const decoded = values.map((value, i) => {
    if (pruned?.[i]) return 0;
    const channel = channelOf(i);
    if (scale[channel] === 0) return low[channel];
    const level = Math.min(levels, roundToEven((value - low[channel]) / scale[channel]));
    return low[channel] + level * scale[channel];
  });
  const affine = channels === 1 ? { scale: scale[0], offset: low[0] } : undefined;
  return { values: decoded, encoding: { bits, tableBits: 64 * channels, perChannel: channels > 1, affine } };
}
