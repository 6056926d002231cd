import { giniImpurities } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';

/**
 * DeepGini: query where two classes drawn from the predicted distribution would differ most often.
 *
 *   a(x) = 1 - Σ_c p_c²
 *
 * Needs `probabilities` [pool, classes]; scores [pool].
 * @see Feng et al. 2020, arXiv:1903.00661; Guo et al. 2021, section 4.4 (2)
 */
export const deepGini = defineAcquisition({
  name: 'deepGini',
  needs: ['probabilities'],
  score: ({ probabilities }) => giniImpurities(probabilities),
});
