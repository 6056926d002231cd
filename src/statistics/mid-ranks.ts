import { checkNumbers } from './check-numbers.ts';

/**
 * Ranks values in ascending order, from 1. Equal values share the mean of their ranks.
 *
 * @returns ranks, in the order of the values
 */
export function midRanks(values: readonly number[]): number[] {
  checkNumbers('midRanks', 'the values', values);
  const order = Array.from(values, (_, at) => at).sort((a, b) => values[a] - values[b]);
  const ranks = Array.from(values, () => 0); // a list of integers cannot hold them
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2;
  }
  return ranks;
}
