import { InvalidOptionError } from '../errors.ts';
import { mean } from './mean.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Pearson's correlation coefficient.
 *
 *   r = Σ (x - x̄)(y - ȳ) / √( Σ (x - x̄)² · Σ (y - ȳ)² )
 *
 * @returns r, in [-1, 1]
 * @throws InvalidOptionError unless both have the same length, at least 2, and neither is constant (r would be undefined)
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkNumbers('pearson', 'the x values', x);
  checkNumbers('pearson', 'the y values', y);
  if (x.length !== y.length || x.length < 2) {
    throw new InvalidOptionError(
      `pearson: got ${x.length} x values and ${y.length} y values.\nExpected equal numbers of values, at least 2 each.`,
    );
  }
  const [centreX, centreY] = [mean(x), mean(y)];
  let [products, squaresX, squaresY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    products += (x[i] - centreX) * (y[i] - centreY);
    squaresX += (x[i] - centreX) ** 2;
    squaresY += (y[i] - centreY) ** 2;
  }
  if (squaresX === 0 || squaresY === 0) {
    throw new InvalidOptionError(
      `pearson: ${squaresX === 0 ? 'x' : 'y'} is constant.\nExpected values that vary, because r is undefined for a constant.`,
    );
  }
  return Math.max(-1, Math.min(1, products / (Math.sqrt(squaresX) * Math.sqrt(squaresY))));
}
