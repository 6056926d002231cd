import { validateCounts, type ShareInterval } from './interval.ts';
import { normalQuantile } from './normal-tail.ts';

/**
 * Wilson's score interval of a binomial share, without continuity correction.
 *
 *   (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n),   p = successes / n
 *
 * @param successes - number of successful trials
 * @param n - number of trials
 * @param confidence - coverage probability, on average over true shares. @defaultValue 0.95
 * @returns the interval, in [0, 1]
 * @throws InvalidOptionError unless 0 <= successes <= n are integers, n > 0 and 0 < confidence < 1
 * @see Wilson 1927, J. Am. Stat. Assoc. 22(158), 209-212
 */
export function wilson(successes: number, n: number, confidence = 0.95): ShareInterval {
  validateCounts('wilson', successes, n, confidence);
  const z = normalQuantile(confidence);
  const share = successes / n;
  const scale = 1 + z ** 2 / n;
  const centre = (share + z ** 2 / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
    confidence,
  };
}

/** @returns how many trials of the same share it takes until the interval excludes a threshold; infinite at the share itself */
export function trialsToExclude(share: number, threshold: number, confidence = 0.95): number {
  const z = normalQuantile(confidence);
  return (z ** 2 * threshold * (1 - threshold)) / (share - threshold) ** 2;
}
