import type { Clusters } from '../../geometry/k-means.ts';

/**
 * Finds the member nearest to the centroid of each cluster, the first of equally near ones. Clusters can be empty if points
 * coincide; each empty cluster takes the first unused point.
 *
 * @returns `count` distinct indices, one per cluster, in the order of the clusters
 */
export function nearestMembers({ assigned, distances }: Clusters, count: number): Int32Array {
  const nearest = new Int32Array(count).fill(-1);
  assigned.forEach((cluster, i) => {
    if (nearest[cluster] < 0 || distances[i] < distances[nearest[cluster]]) nearest[cluster] = i;
  });
  const taken = new Set(nearest);
  let next = 0;
  return nearest.map((index) => {
    if (index >= 0) return index;
    while (taken.has(next)) next++;
    return next++;
  });
}
