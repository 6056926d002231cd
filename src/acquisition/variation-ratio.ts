import { leastConfidences } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { disagreement, drawn, posteriorDefaults, posteriorLimits } from './scores/posterior.ts';

/**
 * Variation ratio: query where draws from the posterior vote for different classes.
 *
 *   a(x) = 1 − (votes for the class that most draws predict) / draws
 *
 * With `draws: 1` the score is 1 − p₁ of the model without dropout.
 *
 * Needs `posteriorSamples` [draws, pool, classes]; scores [pool], within [0, 1), with at most `draws` different values.
 * @see Gal et al. 2017, arXiv:1703.02910, section 4.1; Zhan et al. 2022, arXiv:2203.13450 (1 − p₁)
 */
export const variationRatio = defineAcquisition({
  name: 'variationRatio',
  needs: ({ draws, dropoutRate }) => drawn({ draws, dropoutRate: draws === 1 ? 0 : dropoutRate }),
  defaults: posteriorDefaults,
  limits: posteriorLimits,
  score: ({ posteriorSamples }) =>
    posteriorSamples.length === 1 ? leastConfidences(posteriorSamples[0]) : disagreement(posteriorSamples),
});
