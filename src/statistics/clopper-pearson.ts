import jstat from 'jstat';
import { validateCounts, type ShareInterval } from './interval.ts';

/**
 * The exact interval of Clopper and Pearson of a binomial share: covers the true share with at least the confidence,
 * whatever it is.
 *
 *   [ B(α/2; k, n-k+1), B(1-α/2; k+1, n-k) ],   B the quantile of the beta distribution, α = 1 - confidence
 *
 * @param successes - number of trials that succeeded, k
 * @param n - number of trials
 * @throws InvalidOptionError on counts that are no binomial outcome
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
