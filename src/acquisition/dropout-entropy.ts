import { entropies } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { averageDefaults, averageLimits, averaged, drawn } from './scores/posterior.ts';

/**
 * Dropout entropy: query where the prediction is most uncertain, averaged over draws from the posterior.
 *
 *   a(x) = H[ mean_t p_t(y|x) ]      (nats), or mean_t H[ p_t(y|x) ]
 *
 * Needs `posteriorSamples` [draws, pool, classes]; scores [pool].
 * @see Guo et al. 2021, section 4.4 (4); Hu et al. 2021, eq. 5, whose formula is the mean of scores, but whose code is not
 */
export const dropoutEntropy = defineAcquisition({
  name: 'dropoutEntropy',
  needs: drawn,
  defaults: averageDefaults,
  limits: averageLimits,
  score: ({ posteriorSamples }, { average }) => averaged(posteriorSamples, average, entropies),
});
