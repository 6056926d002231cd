import { marginRatios } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';

/**
 * Margin ratio: query where the second most probable class is nearly as probable as the first.
 *
 *   a(x) = p₂ / p₁
 *
 * Needs `probabilities` [pool, classes]; scores [pool], within [0, 1]. MCP ranks by it within an area of two classes. Unlike
 * the margin, it does not depend on the probabilities of the other classes.
 * @see Shen et al. 2020, ASE, Multiple-boundary clustering and prioritization; Hu et al. 2021, section III
 */
export const marginRatio = defineAcquisition({
  name: 'marginRatio',
  needs: ['probabilities'],
  score: ({ probabilities }) => marginRatios(probabilities),
});
