import { averageLinkage } from '../geometry/average-linkage.ts';
import { cutTree } from '../geometry/cut-tree.ts';
import { integerFrom, positive } from '../options.ts';
import { pacing } from '../pace.ts';
import { margins } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { smallestFirst } from './choice/rank.ts';

export interface ClusterMarginOptions {
  /** k_m / k_t: candidates for every input that is wanted. @defaultValue 10 */
  readonly candidates: number;
  /** Clusters to divide the pool into. @defaultValue null: as many as inputs are wanted */
  readonly clusters: number | null;
  /** ε: clusters merge up to this distance instead, the root of the mean squared distance. @defaultValue null: by number */
  readonly distance: number | null;
}

/**
 * Cluster-margin: of the inputs with the smallest margins query evenly from all clusters of the pool, small ones first.
 *
 * The pool is clustered by average linkage; the candidates, 10 for every input wanted, are grouped by the clusters they lie
 * in; groups in ascending order of size take turns, each giving one of its members at random.
 *
 * Needs `probabilities` [pool, classes] and `features` [pool, d]; returns indices by turns of the groups.
 * @see Citovsky et al. 2021, arXiv:2107.14263, algorithms 1 and 2. Deviations: the paper clusters once for all stages, by the
 *   features of its first model, here the features are those of the stage; distances are averaged as squares, which needs no
 *   matrix of them; and as a threshold ε depends on the scale of the features, the tree is cut by the number of clusters
 *   unless `distance` is given.
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

/** The first `count` members when groups take turns, each giving its members in order until it has none left. */
function roundRobin(groups: readonly (readonly number[])[], count: number): Int32Array {
  const taken: number[] = [];
  let left = groups.filter((group) => group.length > 0);
  for (let turn = 0; taken.length < count && left.length > 0; turn++) {
    taken.push(...left.map((group) => group[turn]));
    left = left.filter((group) => group.length > turn + 1);
  }
  return Int32Array.from(taken.slice(0, count));
}
