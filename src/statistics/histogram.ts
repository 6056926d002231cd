import { InvalidOptionError } from '../errors.ts';
import { demand, integerFrom, isList, type Limit } from '../options.ts';
import { show } from '../show.ts';
import { binOf } from './bin-of.ts';

const bounds: Limit = {
  expected: 'finite bounds [low, high] with low <= high',
  holds: (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    Array.from(value).every(Number.isFinite) &&
    value[0] <= value[1] &&
    value[1] - value[0] < Infinity,
};

/**
 * Share of the values in each of several bins of equal width. Bins are half open and the last one is closed, as in NumPy. If
 * the range has no width, all values are in the first bin.
 *
 * @param bins - number of bins
 * @param range - lower edge of the first bin and upper edge of the last bin
 * @returns shares that add up to 1, [bins]
 * @throws InvalidOptionError if there are no values, a value lies outside the range, or `bins` is not an integer of at least 1
 */
export function histogram(values: ArrayLike<number>, bins: number, range: readonly [number, number]): Float64Array {
  demand('histogram', 'the list of values', values, {
    expected: 'an array or a typed array of numbers',
    holds: isList,
  });
  demand('histogram', 'bins', bins, integerFrom(1, 100_000_000), 'Pass e.g. 10.');
  demand('histogram', 'the range', range, bounds, 'Pass the smallest and the largest value.');
  const [low, high] = range;
  if (values.length === 0) throw new InvalidOptionError('histogram: there are no values.\nExpected at least one.');
  const shares = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(typeof value === 'number' && value >= low && value <= high)) {
      throw new InvalidOptionError(
        `histogram: value ${show(value)} (entry ${i}) lies outside [${low}, ${high}].\nExpected a range that contains all values.`,
      );
    }
    shares[binOf(value, bins, low, high)] += 1 / values.length;
  }
  return shares;
}
