import type { Random } from '../random/index.ts';

/**
 * Draws an index with probability proportional to its weight: P(i) = w_i / Σ w. It never draws an index of weight 0.
 *
 * @param weights - not negative
 * @returns the index; undefined if all weights are 0
 */
export function drawWeighted(weights: Float64Array, random: Random): number | undefined {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  if (!(total > 0)) return undefined;
  let rest = random.uniform() * total;
  let drawn: number | undefined;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    drawn = i;
    rest -= weights[i];
    if (rest < 0) break;
  }
  return drawn;
}
