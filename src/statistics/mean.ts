import { InvalidOptionError } from '../errors.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Returns the arithmetic mean.
 *
 * @throws InvalidOptionError if there are no values
 */
export function mean(values: ArrayLike<number>): number {
  checkNumbers('mean', 'the values', values);
  if (values.length === 0) throw new InvalidOptionError('mean: there are no values.\nExpected at least one.');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
