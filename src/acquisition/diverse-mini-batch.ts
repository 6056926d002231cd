import { kMeans } from '../geometry/k-means.ts';
import { rowsAt } from '../matrix/matrix.ts';
import { integerFrom } from '../options.ts';
import { pacing } from '../pace.ts';
import { margins } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { nearestMembers } from './choice/nearest-members.ts';
import { smallestFirst } from './choice/rank.ts';

export interface DiverseMiniBatchOptions {
  /** β: candidates per input to select. @defaultValue 10 */
  readonly candidates: number;
}

/**
 * Diverse mini-batch active learning (DBAL): divide the β·count inputs with the smallest margins into `count` clusters, and
 * query the input nearest to each centroid.
 *
 *   minimise Σ_i (1 - margin_i) ‖h(x_i) - c_a(i)‖²
 *
 * Needs `probabilities` [pool, classes] and `features` [pool, d]; returns indices in the order of the cluster seeds.
 * @see Zhdanov 2019, arXiv:1901.05954, algorithm 1 with weighted k-means; Zhan et al. 2022, section 2.2
 */
export const diverseMiniBatch = defineAcquisition({
  name: 'diverseMiniBatch',
  needs: ['probabilities', 'features'],
  defaults: { candidates: 10 } as DiverseMiniBatchOptions,
  limits: { candidates: integerFrom(1) },
  select: async ({ size, probabilities, features }, count, random, { candidates }, progress) => {
    const lead = margins(probabilities);
    const doubtful = smallestFirst(lead).slice(0, Math.min(size, candidates * count));
    if (doubtful.length === count) return doubtful;
    const weights = Float64Array.from(doubtful, (i) => Math.max(1 - lead[i], Number.EPSILON));
    const clusters = await kMeans(rowsAt(features, doubtful), count, random, {
      weights,
      pace: pacing('select', progress),
    });
    return nearestMembers(clusters, count).map((index) => doubtful[index]);
  },
});
