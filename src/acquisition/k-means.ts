import { kMeans as cluster } from '../geometry/k-means.ts';
import { pacing } from '../pace.ts';
import { defineAcquisition } from './define.ts';
import { nearestMembers } from './choice/nearest-members.ts';

/**
 * k-means: divide the pool into `count` clusters and query the input nearest to each centroid.
 *
 * Lloyd's algorithm runs to convergence from one start by k-means++. Bounds skip most distance computations.
 *
 * Needs `features` [pool, d]; returns indices in the order of the cluster seeds.
 * @see Zhan et al. 2022, section 2.2; Hu et al. 2021, section III, who call it K-center
 */
export const kMeans = defineAcquisition({
  name: 'kMeans',
  needs: ['features'],
  select: async ({ size, features }, count, random, _options, progress) => {
    if (count === 0 || count === size) return Int32Array.from({ length: count }, (_, i) => i);
    const clusters = await cluster(features, count, random, { pace: pacing('select', progress) });
    return nearestMembers(clusters, count);
  },
});
