import { InvalidOptionError } from '../errors.ts';
import { mean } from './mean.ts';

/**
 * Pearson's correlation coefficient, in [-1, 1].
 *
 *   r = Σ (x - x̄)(y - ȳ) / √( Σ (x - x̄)² · Σ (y - ȳ)² )
 *
 * @throws InvalidOptionError unless both have the same length of at least 2 and neither is constant, where r is undefined
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length || x.length < 2) {
    throw new InvalidOptionError(
      `pearson: got ${x.length} and ${y.length} values.\nExpected equally many, at least 2.`,
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
      `pearson: ${squaresX === 0 ? 'x' : 'y'} is constant.\nExpected values that vary; r is undefined otherwise.`,
    );
  }
  return Math.max(-1, Math.min(1, products / (Math.sqrt(squaresX) * Math.sqrt(squaresY))));
}
