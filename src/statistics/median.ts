import { InvalidOptionError } from '../errors.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Returns the median: the middle of the sorted values, or the mean of the two in the middle.
 *
 * @throws InvalidOptionError if there are no values
 */
export function median(values: ArrayLike<number>): number {
  checkNumbers('median', 'the values', values);
  if (values.length === 0) throw new InvalidOptionError('median: there are no values.\nExpected at least one.');
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
