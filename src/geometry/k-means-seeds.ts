import type { Rows } from '../engine/arrays/matrix.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { unpaced, type Pace } from '../pace.ts';
import type { Random } from '../random/index.ts';
import { drawWeighted } from './draw-weighted.ts';

/**
 * k-means++: draws the first seed with probability proportional to its weight. Each further seed is drawn with probability
 * proportional to its weight times its squared distance to the nearest seed. If all distances are 0, seed k is point k.
 *
 * @param rows - the points, prepared for distance computations
 * @returns indices of the points, [count]
 * @see Arthur and Vassilvitskii 2007, SODA, section 2.2
 */
export async function drawSeeds(
  { data, columns }: Matrix,
  rows: Rows,
  weights: Float64Array,
  count: number,
  random: Random,
  pace: Pace = unpaced,
): Promise<Int32Array> {
  const nearest = new Float64Array(weights.length).fill(Number.POSITIVE_INFINITY);
  const seeds = new Int32Array(count);
  let chances = weights;
  for (let k = 0; k < count; k++) {
    const seed = drawWeighted(chances, random) ?? k;
    seeds[k] = seed;
    const distances = rows.squaredDistances(data, seed * columns);
    chances = k === 0 ? new Float64Array(weights.length) : chances;
    for (let i = 0; i < nearest.length; i++) {
      if (distances[i] < nearest[i]) {
        nearest[i] = distances[i];
        chances[i] = distances[i] * weights[i];
      }
    }
    await pace(k + 1, 2 * count);
  }
  return seeds;
}
