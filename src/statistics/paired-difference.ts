import { demand, share } from '../options.ts';
import { validateCounts } from './interval.ts';
import { normalQuantile } from './normal-tail.ts';

/** A confidence interval of a difference of shares, in [-1, 1]. */
export interface DifferenceInterval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/**
 * Tango's score interval of the difference of two shares of the same trials, such as the loss of accuracy by a compression.
 *
 *   { δ : |lost − gained − nδ| <= z √(n (2q + δ(1 − δ))) },   difference = (lost − gained) / n
 *
 * q is the most likely share of gained trials if the difference is δ. For δ = 0 it is McNemar's test. Trials that both get right, or both
 * wrong, count in n only.
 *
 * @param lost - number of trials that succeed before and fail after
 * @param gained - number of trials that fail before and succeed after
 * @param n - number of trials
 * @param confidence - coverage probability, on average over true shares. @defaultValue 0.95
 * @returns the interval, in [-1, 1]
 * @throws InvalidOptionError unless lost and gained are integers of at least 0, lost + gained <= n, n > 0 and 0 < confidence < 1
 * @see Tango 1998, Statistics in Medicine 17(8), 891-908
 */
export function pairedDifference(lost: number, gained: number, n: number, confidence = 0.95): DifferenceInterval {
  validateCounts('pairedDifference', lost, n, confidence);
  validateCounts('pairedDifference', gained, n, confidence);
  demand('pairedDifference', '(lost + gained) / n', (lost + gained) / n, share);
  const z = normalQuantile(confidence);
  const difference = (lost - gained) / n;
  return {
    low: edge(difference, -1, (at) => scoreOf(lost, gained, n, at) <= z),
    high: edge(difference, 1, (at) => scoreOf(lost, gained, n, at) >= -z),
    confidence,
  };
}

/** @returns how many trials of the same rates it takes until the interval excludes a threshold; infinite at the difference itself */
export function pairsToExclude(lost: number, gained: number, n: number, threshold: number, confidence = 0.95): number {
  const z = normalQuantile(confidence);
  return n * (z / scoreOf(lost, gained, n, threshold)) ** 2;
}

/** The score statistic at a difference; it falls as the difference grows. */
function scoreOf(lost: number, gained: number, n: number, difference: number): number {
  const [a, b, c] = [
    2 * n,
    (2 * n - lost + gained) * difference - lost - gained,
    -gained * difference * (1 - difference),
  ];
  const q = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = n * (2 * q + difference * (1 - difference));
  const distance = lost - gained - n * difference;
  return distance === 0 ? 0 : distance / Math.sqrt(Math.max(0, variance));
}

/** Bisects between a difference that is inside and an end of the scale, to the last bit. @returns the end of the inside */
function edge(inside: number, end: number, isInside: (difference: number) => boolean): number {
  if (isInside(end)) return end;
  let [near, far] = [inside, end];
  for (;;) {
    const middle = (near + far) / 2;
    if (middle === near || middle === far) return near;
    if (isInside(middle)) near = middle;
    else far = middle;
  }
}
