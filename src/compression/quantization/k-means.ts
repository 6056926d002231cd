import type { CompressedWeight } from '../define.ts';
import type { Weight } from '../storage/weight.ts';
import { merge, optimalCentroids } from './optimal-centroids.ts';
import { tally, type Points } from './tally.ts';

/** Maximum rounds of Lloyd's algorithm, as in scikit-learn; one-dimensional data converges long before. */
const mostRounds = 300;

/** With more distinct values, neighbours are merged to this number of groups before the search: two million take seconds. */
const mostExact = 2 ** 21;

/**
 * Replaces every value of a weight by the nearest of 2^bits centroids, which a lookup table stores as float32. Their squared
 * error is the least possible, up to two million distinct values; for more, centroids that are optimal for groups of
 * neighbours are improved by Lloyd's algorithm. A weight with no more distinct values than centroids is exact. Pruned values
 * are excluded and stay zero.
 *
 * @see the k-means mode of Core ML Tools; Han et al. 2016, arXiv:1510.00149, section 3 (without its retraining)
 */
export function quantizeKMeans({ values, pruned }: Weight, bits: number): CompressedWeight {
  const points = tally(pruned ? values.filter((_, i) => !pruned[i]) : values);
  const centroids = Float32Array.from(centroidsOf(points, 2 ** bits));
  const decoded = values.map((value, i) => (pruned?.[i] ? 0 : centroids[nearest(centroids, value)]));
  return { values: decoded, encoding: { bits, tableBits: 32 * centroids.length } };
}

/** Returns the centroids in ascending order: the values themselves if there are no more of them. */
export function centroidsOf(points: Points, count: number, limit = mostExact): Float64Array {
  if (points.values.length <= count) return points.values;
  if (points.values.length <= limit) return optimalCentroids(points, count);
  return lloyd(points, optimalCentroids(merge(points, limit), count));
}

/**
 * Lloyd's algorithm in one dimension, from ascending seeds until the centroids no longer move; returns the centroids. The
 * cell of a centroid is an interval, so its sum is a difference of prefix sums. A centroid with an empty cell stays.
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

/** Position of the nearest of ascending centroids; of two equally near centroids the smaller. */
function nearest(centroids: Float32Array, value: number): number {
  const above = firstAbove(centroids, value);
  if (above === 0) return 0;
  if (above === centroids.length) return above - 1;
  return value - centroids[above - 1] <= centroids[above] - value ? above - 1 : above;
}

/** Position of the first larger value among ascending values. */
function firstAbove(values: ArrayLike<number>, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
