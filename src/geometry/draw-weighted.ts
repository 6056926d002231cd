import type { Random } from '../random/index.ts';

/**
 * Draws an index with the chance of its weight: P(i) = w_i / Σ w. Never one of weight 0, unless all are.
 *
 * @param weights - not negative
 * @returns undefined if all weights are 0
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
