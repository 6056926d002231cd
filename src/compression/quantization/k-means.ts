import type { Random } from '../../random/index.ts';
import type { CompressedWeight } from '../define.ts';
import type { Weight } from '../storage/weight.ts';
import { drawSeeds } from './k-means-seeds.ts';
import { tally, type Points } from './tally.ts';

/** Rounds of Lloyd's algorithm, as in scikit-learn; one-dimensional sets settle long before. */
const mostRounds = 300;

/**
 * A lookup table over all values of a weight: every value is replaced by the nearest of 2^bits centroids, kept as float32.
 * A weight of fewer different values than that is exact. Values that were pruned are left out and stay zero.
 *
 * @see the k-means mode of Core ML Tools; Han et al. 2016, arXiv:1510.00149, section 3 (there without retraining)
 */
export function quantizeKMeans({ values, pruned }: Weight, bits: number, random: Random): CompressedWeight {
  const points = tally(pruned ? values.filter((_, i) => !pruned[i]) : values);
  const seeds = drawSeeds(points, 2 ** bits, random);
  const settled = seeds.length < points.values.length ? lloyd(points, seeds) : seeds;
  const centroids = Float32Array.from(settled);
  const decoded = values.map((value, i) => (pruned?.[i] ? 0 : centroids[nearest(centroids, value)]));
  return { values: decoded, encoding: { bits, tableBits: 32 * centroids.length } };
}

/**
 * Lloyd's algorithm on a line, from ascending centroids until they stay: the cell of a centroid is an interval, so that sums
 * over cells are differences of sums from the left. A centroid whose cell is empty stays where it is.
 *
 * @see Lloyd 1982, IEEE Transactions on Information Theory 28(2)
 */
export function lloyd({ values, counts }: Points, seeds: Float64Array): Float64Array {
  const weights = new Float64Array(values.length + 1);
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    weights[i + 1] = weights[i] + counts[i];
    sums[i + 1] = sums[i] + counts[i] * value;
  });
  let centroids = seeds;
  for (let round = 0; round < mostRounds; round++) {
    let start = 0;
    const moved = centroids.map((centroid, k) => {
      const end = k + 1 < centroids.length ? firstAbove(values, (centroid + centroids[k + 1]) / 2) : values.length;
      const weight = weights[end] - weights[start];
      const mean = weight > 0 ? (sums[end] - sums[start]) / weight : centroid;
      start = end;
      return mean;
    });
    if (moved.every((centroid, k) => centroid === centroids[k])) break;
    centroids = moved.sort();
  }
  return centroids;
}

/** Position of the nearest of ascending centroids; of two equally near ones the smaller. */
function nearest(centroids: Float32Array, value: number): number {
  const above = firstAbove(centroids, value);
  if (above === 0) return 0;
  if (above === centroids.length) return above - 1;
  return value - centroids[above - 1] <= centroids[above] - value ? above - 1 : above;
}

/** Position of the first of ascending values that is larger. */
function firstAbove(values: ArrayLike<number>, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
