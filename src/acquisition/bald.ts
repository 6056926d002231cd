import { oneOf } from '../options.ts';
import { entropies } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { disagreement, drawn, meanOf, meanScore, posteriorDefaults, posteriorLimits } from './scores/posterior.ts';
import type { PosteriorOptions } from './scores/posterior.ts';

export interface BaldOptions extends PosteriorOptions {
  /** `'disagreement'` is 1 − (votes for the class that most draws predict) / draws. @defaultValue 'mutualInformation' */
  readonly estimator: 'mutualInformation' | 'disagreement';
}

/**
 * BALD: query where single draws from the posterior are certain of a class, but the classes differ.
 *
 *   a(x) = H[ mean_t p_t(y|x) ] − mean_t H[ p_t(y|x) ]      (nats)
 *
 * Needs `posteriorSamples` [draws, pool, classes]; scores [pool], within [0, log classes]. Rounding below 0 is set to 0.
 * @see Houlsby et al. 2011, arXiv:1112.5745; Gal et al. 2017, arXiv:1703.02910, eq. 3; Guo et al. 2021, section 4.4 (3);
 *   Hu et al. 2021, eq. 4 (the other estimator)
 */
export const bald = defineAcquisition({
  name: 'bald',
  needs: drawn,
  defaults: { ...posteriorDefaults, estimator: 'mutualInformation' } as BaldOptions,
  limits: { ...posteriorLimits, estimator: oneOf('mutualInformation', 'disagreement') },
  score: ({ posteriorSamples }, { estimator }) => {
    if (estimator === 'disagreement') return disagreement(posteriorSamples);
    const each = meanScore(posteriorSamples, entropies);
    return entropies(meanOf(posteriorSamples)).map((whole, i) => Math.max(0, whole - each[i]));
  },
});
