import { InvalidOptionError } from '../errors.ts';
import { mean } from './moments.ts';

/**
 * Pearson's correlation coefficient; NaN where one side is constant.
 *
 *   r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²)
 *
 * @throws InvalidOptionError unless both have the same number of values, at least two
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length || x.length < 2) {
    throw new InvalidOptionError(`pearson: ${x.length} and ${y.length} values.\nExpected two series of the same length, at least 2.\nPair them first.`);
  }
  const [centreX, centreY] = [mean(x), mean(y)];
  let [products, squaresX, squaresY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i] - centreX, y[i] - centreY];
    products += dx * dy;
    squaresX += dx * dx;
    squaresY += dy * dy;
  }
  return Math.max(-1, Math.min(1, products / Math.sqrt(squaresX * squaresY)));
}
