import { mean } from './mean.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Sample standard deviation, with n - 1 in the denominator.
 *
 *   √( Σ (x - mean)² / (n - 1) )
 *
 * @returns the deviation; 0 for fewer than two values
 */
export function deviation(values: ArrayLike<number>): number {
  checkNumbers('deviation', 'the values', values);
  if (values.length < 2) return 0;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}
