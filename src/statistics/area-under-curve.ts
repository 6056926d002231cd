import { InvalidOptionError } from '../errors.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Area under a curve by the trapezoid rule, divided by its span. Division makes learning curves over different budgets
 * comparable.
 *
 *   Σ (x[i+1] - x[i]) (y[i] + y[i+1]) / 2  /  (x[last] - x[0])
 *
 * @param x - strictly increasing
 * @returns the mean height, in units of y; y[0] for a single point
 * @throws InvalidOptionError unless x and y have the same length, at least 1, and x increases strictly
 */
export function areaUnderCurve(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkNumbers('areaUnderCurve', 'the x values', x);
  checkNumbers('areaUnderCurve', 'the y values', y);
  if (x.length !== y.length || x.length === 0) {
    throw new InvalidOptionError(
      `areaUnderCurve: got ${x.length} x values and ${y.length} y values.\nExpected equal numbers of values, at least 1 each.`,
    );
  }
  if (x.length === 1) return y[0];
  let area = 0;
  for (let i = 1; i < x.length; i++) {
    if (!(x[i] > x[i - 1])) {
      throw new InvalidOptionError(
        `areaUnderCurve: x[${i}] is ${x[i]} after ${x[i - 1]}.\nExpected strictly increasing x.\nSort the points.`,
      );
    }
    area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  }
  return area / (x[x.length - 1] - x[0]);
}
