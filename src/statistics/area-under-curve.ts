import { InvalidOptionError } from '../errors.ts';

/**
 * The area under a curve by the trapezoid rule, divided by its span: the mean height, in units of y. A single point is
 * its own mean.
 *
 * @param x - strictly increasing, e.g. the number of labels
 * @throws InvalidOptionError unless both have the same number of values, at least one, with x strictly increasing
 * @see Zhan 2022, section 4.2 (area under the budget curve)
 */
export function areaUnderCurve(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length || x.length === 0) {
    throw new InvalidOptionError(`areaUnderCurve: ${x.length} and ${y.length} values.\nExpected the same number of both, at least 1.`);
  }
  let area = 0;
  for (let i = 1; i < x.length; i++) {
    if (!(x[i] > x[i - 1])) {
      throw new InvalidOptionError(`areaUnderCurve: x[${i}] is ${x[i]} after ${x[i - 1]}.\nExpected x to increase strictly.\nSort the points.`);
    }
    area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  }
  return x.length === 1 ? y[0] : area / (x[x.length - 1] - x[0]);
}
