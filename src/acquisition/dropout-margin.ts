import { margins } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { averageDefaults, averageLimits, averaged, drawn } from './scores/posterior.ts';

/**
 * Dropout margin: query where the two most probable classes are closest, averaged over draws from the posterior.
 *
 *   a(x) = −(p₁ − p₂) of mean_t p_t(y|x), or the mean of −(p₁ − p₂) over the draws
 *
 * Needs `posteriorSamples` [draws, pool, classes]; scores [pool].
 * @see Hu et al. 2021, section III; Zhan et al. 2022, arXiv:2203.13450
 */
export const dropoutMargin = defineAcquisition({
  name: 'dropoutMargin',
  needs: drawn,
  defaults: averageDefaults,
  limits: averageLimits,
  score: ({ posteriorSamples }, { average }) => averaged(posteriorSamples, average, margins).map((lead) => 0 - lead),
});
