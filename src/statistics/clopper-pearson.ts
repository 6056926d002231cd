import jstat from 'jstat';
import { assertShare, type ShareInterval } from './interval.ts';

/**
 * The exact interval of a share, by the quantiles of the beta distribution; never covers less than it claims.
 *
 *   low = B⁻¹(α/2; k, n − k + 1),   high = B⁻¹(1 − α/2; k + 1, n − k),   α = 1 − confidence
 *
 * @param confidence - @defaultValue 0.95
 * @throws InvalidOptionError unless 0 <= successes <= n, n >= 1 and 0 < confidence < 1
 * @see Clopper and Pearson 1934, Biometrika 26
 */
export function clopperPearson(successes: number, n: number, confidence = 0.95): ShareInterval {
  assertShare('clopperPearson', successes, n, confidence);
  const tail = (1 - confidence) / 2;
  const { beta } = jstat.jStat;
  return {
    low: successes === 0 ? 0 : beta.inv(tail, successes, n - successes + 1),
    high: successes === n ? 1 : beta.inv(1 - tail, successes + 1, n - successes),
    confidence,
  };
}
