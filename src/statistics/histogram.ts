import { InvalidOptionError } from '../errors.ts';
import { binOf } from './bin-of.ts';

/**
 * Share of the values in each of several bins of equal width. Bins are half open and the last one is closed, as in NumPy. If
 * the range has no width, all values are in the first bin.
 *
 * @param bins - number of bins
 * @param range - lower edge of the first bin and upper edge of the last bin
 * @returns shares that add up to 1, [bins]
 * @throws InvalidOptionError if there are no values, a value lies outside the range, or `bins` is not an integer of at least 1
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
      `histogram: the range is [${low}, ${high}].\nExpected finite bounds [low, high] with low <= high.`,
    );
  }
  if (values.length === 0) throw new InvalidOptionError('histogram: there are no values.\nExpected at least one.');
  const shares = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value >= low && value <= high)) {
      throw new InvalidOptionError(
        `histogram: value ${value} (entry ${i}) lies outside [${low}, ${high}].\nExpected a range that contains all values.`,
      );
    }
    shares[binOf(value, bins, low, high)] += 1 / values.length;
  }
  return shares;
}
