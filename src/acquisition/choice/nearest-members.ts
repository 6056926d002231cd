import type { Clusters } from '../../geometry/k-means.ts';

/**
 * The member of every cluster that is nearest to its centroid, in the order of the clusters; of equally near ones the first.
 * Where clusters are empty, because points coincide, the first points that are left.
 *
 * @returns `count` distinct indices, of as many clusters
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
