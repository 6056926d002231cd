import { InvalidOptionError } from '../errors.ts';
import { binOf } from './bin-of.ts';

/**
 * The share of the values that falls into each of equally wide bins; they add up to 1. Bins are half open, the last one is
 * closed, as in NumPy. A range without width has all its values in the first bin.
 *
 * @param bins - number of bins
 * @param range - lower edge of the first and upper edge of the last bin
 * @returns shares, [bins]
 * @throws InvalidOptionError if there are no values, on a value outside the range, on bins that are no integer of at least 1
 */
export function histogram(
  values: ArrayLike<number>,
  bins: number,
  [low, high]: readonly [number, number],
): Float64Array {
  if (!Number.isInteger(bins) || bins < 1)
    throw new InvalidOptionError(`histogram: bins is ${bins}.\nExpected an integer of at least 1.`);
  if (!(low <= high && high - low < Infinity)) {
    throw new InvalidOptionError(
      `histogram: the range is [${low}, ${high}].\nExpected finite [low, high] with low <= high.`,
    );
  }
  if (values.length === 0) throw new InvalidOptionError('histogram: there are no values.\nExpected at least one.');
  const shares = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value >= low && value <= high)) {
      throw new InvalidOptionError(
        `histogram: value ${value} (entry ${i}) lies outside [${low}, ${high}].\nExpected a range that holds all values.`,
      );
    }
    shares[binOf(value, bins, low, high)] += 1 / values.length;
  }
  return shares;
}
