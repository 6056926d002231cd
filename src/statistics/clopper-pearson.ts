import jstat from 'jstat';
import { validateCounts, type ShareInterval } from './interval.ts';

/**
 * Exact Clopper–Pearson interval of a binomial share. For every true share its coverage is at least the confidence.
 *
 *   [ B(α/2; k, n-k+1), B(1-α/2; k+1, n-k) ],   B the quantile of the beta distribution, α = 1 - confidence
 *
 * @param successes - number of successful trials, k
 * @param n - number of trials
 * @param confidence - lower bound on the coverage. @defaultValue 0.95
 * @returns the interval, in [0, 1]
 * @throws InvalidOptionError unless 0 <= successes <= n are integers, n > 0 and 0 < confidence < 1
 * @see Clopper and Pearson 1934, Biometrika 26(4), 404-413
 */
export function clopperPearson(successes: number, n: number, confidence = 0.95): ShareInterval {
  validateCounts('clopperPearson', successes, n, confidence);
  const tail = (1 - confidence) / 2;
  const { beta } = jstat.jStat;
  return {
    low: successes === 0 ? 0 : beta.inv(tail, successes, n - successes + 1),
    high: successes === n ? 1 : beta.inv(1 - tail, successes + 1, n - successes),
    confidence,
  };
}
