import { leastConfidences } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { averageDefaults, averageLimits, averaged, drawn } from './scores/posterior.ts';

/**
 * Dropout least confidence: query where the most probable class has the lowest probability, averaged over draws from the
 * posterior.
 *
 *   a(x) = 1 − p₁ of mean_t p_t(y|x), or the mean of 1 − p₁ over the draws
 *
 * Needs `posteriorSamples` [draws, pool, classes]; scores [pool].
 * @see Zhan et al. 2022, arXiv:2203.13450
 */
export const dropoutLeastConfidence = defineAcquisition({
  name: 'dropoutLeastConfidence',
  needs: drawn,
  defaults: averageDefaults,
  limits: averageLimits,
  score: ({ posteriorSamples }, { average }) => averaged(posteriorSamples, average, leastConfidences),
});
