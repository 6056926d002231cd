import { histogram } from './histogram.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Jensen-Shannon divergence of a selection from its pool, by two histograms over the range of the pool.
 *
 * @param selected - values of the selection, a subset of the pool's values
 * @param pool - values of the whole pool
 * @param bins - number of bins. @defaultValue 50
 * @returns the divergence in nats, in [0, ln 2]
 * @throws InvalidOptionError if either is empty or a selected value lies outside the range of the pool
 */
export function divergenceOf(selected: ArrayLike<number>, pool: ArrayLike<number>, bins = 50): number {
  checkNumbers('divergenceOf', 'the selected values', selected);
  checkNumbers('divergenceOf', 'the values of the pool', pool);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < pool.length; i++) {
    low = Math.min(low, pool[i]);
    high = Math.max(high, pool[i]);
  }
  const range = pool.length === 0 ? ([0, 0] as const) : ([low, high] as const);
  return jensenShannon(histogram(selected, bins, range), histogram(pool, bins, range));
}
