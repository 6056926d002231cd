import { averageLinkage } from '../geometry/average-linkage.ts';
import { cutTree } from '../geometry/cut-tree.ts';
import { integerFrom, positive } from '../options.ts';
import { pacing } from '../pace.ts';
import { margins } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { smallestFirst } from './choice/rank.ts';

export interface ClusterMarginOptions {
  /** k_m / k_t: candidates per input to select. @defaultValue 10 */
  readonly candidates: number;
  /** Number of clusters of the pool. @defaultValue null: the number of inputs to select */
  readonly clusters: number | null;
  /**
   * ε: merge clusters up to this distance (the root of the mean squared distance) instead of down to a number of clusters.
   * @defaultValue null: merge down to `clusters`
   */
  readonly distance: number | null;
}

/**
 * Cluster-margin: among the inputs with the smallest margins, query evenly from all clusters of the pool, small ones first.
 *
 * The pool is clustered by average linkage. The candidates (`candidates` per input to select) are grouped by cluster. The
 * groups take turns in ascending order of size; each turn selects one member at random.
 *
 * Needs `probabilities` [pool, classes] and `features` [pool, d]; returns indices in the order of the turns.
 * @see Citovsky et al. 2021, arXiv:2107.14263, algorithms 1 and 2. Deviations: the paper clusters once, by the features of its
 *   first model; here each stage clusters by its own features. Squared distances are averaged, which needs no distance matrix.
 *   A threshold ε depends on the scale of the features, so the tree is cut by the number of clusters unless `distance` is set.
 */
export const clusterMargin = defineAcquisition({
  name: 'clusterMargin',
  needs: ['probabilities', 'features'],
  defaults: { candidates: 10, clusters: null, distance: null } as ClusterMarginOptions,
  limits: { candidates: integerFrom(1), clusters: integerFrom(1), distance: positive },
  select: async ({ size, probabilities, features }, count, random, { candidates, clusters, distance }, progress) => {
    const doubtful = smallestFirst(margins(probabilities)).slice(0, Math.min(size, candidates * count));
    if (doubtful.length === count) return doubtful;
    const merges = await averageLinkage(features, pacing('select', progress));
    const limit = distance === null ? { count: clusters ?? count } : { height: distance ** 2 };
    const clusterOf = cutTree(merges, size, limit);
    const groups = new Map<number, number[]>();
    for (const index of doubtful.sort()) {
      const group = groups.get(clusterOf[index]);
      if (group) group.push(index);
      else groups.set(clusterOf[index], [index]);
    }
    const bySize = [...groups.values()].sort((a, b) => a.length - b.length || a[0] - b[0]);
    return roundRobin(
      bySize.map((group) => random.shuffle(group)),
      count,
    );
  },
});

/** Returns the first `count` members if groups take turns and each lists its members in order until it is empty. */
function roundRobin(groups: readonly (readonly number[])[], count: number): Int32Array {
  const taken: number[] = [];
  let remaining = groups.filter((group) => group.length > 0);
  for (let turn = 0; taken.length < count && remaining.length > 0; turn++) {
    taken.push(...remaining.map((group) => group[turn]));
    remaining = remaining.filter((group) => group.length > turn + 1);
  }
  return Int32Array.from(taken.slice(0, count));
}
