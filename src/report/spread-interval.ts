import { studentTail } from '../statistics/student-tail.ts';
import type { Spread } from './schemas/comparison-row.ts';

/** The interval of the mean over seeds, by Student's t. */
export interface SpreadInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % interval of a mean over seeds.
 *
 *   mean ± t_{0.975, n−1} s / √n
 *
 * @param runs - number of seeds, n; a single one says nothing of the spread, so its interval has no ends
 */
export function spreadInterval({ mean, deviation }: Spread, runs: number): SpreadInterval {
  if (runs < 2) return { low: -Infinity, high: Infinity };
  const half = (quantileOf(runs - 1) * deviation) / Math.sqrt(runs);
  return { low: mean - half, high: mean + half };
}

/** The value that |T| exceeds with a probability of 5 %. Bisects over the correlation r with t = r √(ν / (1 − r²)). */
function quantileOf(freedom: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, freedom) > 0.05) low = middle;
    else high = middle;
  }
  return low * Math.sqrt(freedom / (1 - low * low));
}
