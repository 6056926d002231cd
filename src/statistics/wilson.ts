import jstat from 'jstat';
import { assertShare, type ShareInterval } from './interval.ts';

/**
 * Wilson's score interval of a share: the values that a z-test does not reject.
 *
 *   (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n),   p = successes / n,  z = Φ⁻¹((1 + confidence)/2)
 *
 * @param confidence - @defaultValue 0.95
 * @throws InvalidOptionError unless 0 <= successes <= n, n >= 1 and 0 < confidence < 1
 * @see Wilson 1927, Journal of the American Statistical Association 22
 */
export function wilson(successes: number, n: number, confidence = 0.95): ShareInterval {
  assertShare('wilson', successes, n, confidence);
  const z = jstat.jStat.normal.inv((1 + confidence) / 2, 0, 1);
  const p = successes / n;
  const scale = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
  // the bounds touch 0 and 1 exactly there, which rounding would miss
  return { low: successes === 0 ? 0 : centre - half, high: successes === n ? 1 : centre + half, confidence };
}
