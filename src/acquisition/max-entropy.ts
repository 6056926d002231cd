import { entropies } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';

/**
 * Maximum entropy: query where the prediction is most uncertain.
 *
 *   a(x) = -Σ_c p_c log p_c      (nats, 0 log 0 = 0)
 *
 * Needs `probabilities` [pool, classes]; scores [pool].
 * @see Guo et al. 2021, section 4.4 (1); Shannon 1948
 */
export const maxEntropy = defineAcquisition({
  name: 'maxEntropy',
  needs: ['probabilities'],
  score: ({ probabilities }) => entropies(probabilities),
});
