import { margins } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';

/**
 * Margin: query where the two most probable classes are closest.
 *
 *   a(x) = -(p₁ - p₂)
 *
 * Needs `probabilities` [pool, classes]; scores [pool], within [-1, 0].
 * @see Guo et al. 2021, section 4.4 (6); Scheffer et al. 2001
 */
export const margin = defineAcquisition({
  name: 'margin',
  needs: ['probabilities'],
  score: ({ probabilities }) => margins(probabilities).map((lead) => 0 - lead),
});
