import { leastConfidences } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';

/**
 * Least confidence: query where the most probable class has the lowest probability.
 *
 *   a(x) = 1 - p₁
 *
 * Needs `probabilities` [pool, classes]; scores [pool].
 * @see Guo et al. 2021, section 4.4 (5); Lewis and Gale 1994
 */
export const leastConfidence = defineAcquisition({
  name: 'leastConfidence',
  needs: ['probabilities'],
  score: ({ probabilities }) => leastConfidences(probabilities),
});
