import { InvalidOptionError } from '../errors.ts';

/**
 * The area under a curve by the trapezoid rule, divided by its span: the mean height, in units of y. Learning curves over
 * different budgets can so be compared.
 *
 *   Σ (x[i+1] - x[i]) (y[i] + y[i+1]) / 2  /  (x[last] - x[0])
 *
 * A single point is its own mean.
 *
 * @param x - strictly increasing
 * @throws InvalidOptionError unless x and y have the same length of at least 1 and x increases strictly
 */
export function areaUnderCurve(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length || x.length === 0) {
    throw new InvalidOptionError(
      `areaUnderCurve: got ${x.length} x and ${y.length} y.\nExpected equally many, at least 1.`,
    );
  }
  if (x.length === 1) return y[0];
  let area = 0;
  for (let i = 1; i < x.length; i++) {
    if (!(x[i] > x[i - 1])) {
      throw new InvalidOptionError(
        `areaUnderCurve: x[${i}] is ${x[i]} after ${x[i - 1]}.\nExpected x to increase strictly. Sort the points.`,
      );
    }
    area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  }
  return area / (x[x.length - 1] - x[0]);
}
