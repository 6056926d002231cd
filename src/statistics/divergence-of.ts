import { histogram } from './histogram.ts';
import { jensenShannon } from './jensen-shannon.ts';

/**
 * How unlike the pool a selection from it is: the Jensen-Shannon divergence (nats, in [0, ln 2]) of two histograms over the
 * range of the pool.
 *
 * @param selected - values of what was selected; a subset of the pool's
 * @param pool - values of the whole pool
 * @throws InvalidOptionError if one is empty or a selected value lies outside the range of the pool
 */
export function divergenceOf(selected: ArrayLike<number>, pool: ArrayLike<number>, bins = 50): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < pool.length; i++) {
    low = Math.min(low, pool[i]);
    high = Math.max(high, pool[i]);
  }
  const range = pool.length === 0 ? ([0, 0] as const) : ([low, high] as const);
  return jensenShannon(histogram(selected, bins, range), histogram(pool, bins, range));
}
