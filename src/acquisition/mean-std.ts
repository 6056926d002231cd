import { defineAcquisition } from './define.ts';
import { drawn, meanOf, posteriorDefaults, posteriorLimits } from './scores/posterior.ts';

/**
 * Mean standard deviation: query where class probabilities vary most between draws from the posterior.
 *
 *   a(x) = mean_c √( mean_t (p_t(c|x) − p̄(c|x))² )
 *
 * Needs `posteriorSamples` [draws, pool, classes]; scores [pool], within [0, 1/2]. Deviations from the mean are computed in
 * double precision, because the mean of squares minus the squared mean loses half of the float32 digits.
 * @see Kampffmeyer et al. 2016, CVPR workshops; Gal et al. 2017, arXiv:1703.02910, section 4.1
 */
export const meanStd = defineAcquisition({
  name: 'meanStd',
  needs: drawn,
  defaults: posteriorDefaults,
  limits: posteriorLimits,
  score: ({ posteriorSamples, size }) => {
    const { data: mean, columns } = meanOf(posteriorSamples);
    const variance = new Float64Array(mean.length);
    for (const { data } of posteriorSamples)
      for (let i = 0; i < mean.length; i++) variance[i] += (data[i] - mean[i]) ** 2 / posteriorSamples.length;
    const scores = new Float64Array(size);
    for (let i = 0; i < variance.length; i++) scores[Math.floor(i / columns)] += Math.sqrt(variance[i]) / columns;
    return scores;
  },
});
