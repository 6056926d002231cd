import type { CleverOptions } from '../src/evaluation/index.ts';
import { resolveCleverOptions } from '../src/evaluation/clever/options.ts';
import { checkNames, demand, notNegative, type Limit } from '../src/options.ts';
import { defineMatcher, loadEvaluation } from './definition/define-matcher.ts';

/** How the score is estimated; the reporter and the progress lines are the matcher's own. */
export type CleverScoreOptions = Omit<CleverOptions, 'progress' | 'keepScores'>;

const distance: Limit = { ...notNegative, expected: 'a distance between inputs, 0 or more' };

/**
 * Asserts the CLEVER score: how far, on average, a correctly classified input can move before it is misclassified, as the
 * gradients around it let one expect.
 *
 *   mean_x min_j min( (z_c − z_j)(x) / L_j, R ) > score
 *
 * Throws InvalidOptionError on a score that is no distance, or that the radius lets no input exceed.
 *
 * @see Weng et al. 2018, arXiv:1801.10578
 * @example
 * await expect(model).toHaveCleverScoreAbove(0.5, { norm: 'l2' });
 */
export const toHaveCleverScoreAbove = defineMatcher({
  name: 'toHaveCleverScoreAbove',
  measure: async ({ classifier, split }, score: number, options: CleverScoreOptions = {}) => {
    const matcher = 'toHaveCleverScoreAbove';
    checkNames(matcher, options, ['norm', 'target', 'radius', 'batches', 'samples', 'poolFactor', 'limit', 'seed']);
    demand(matcher, 'the score', score, distance, `Write ${matcher}(0.5, { norm: 'l2' }).`);
    const { norm, radius } = resolveCleverOptions(classifier, options);
    const expected = `less than ${radius}, the radius in ${norm}, which no score exceeds`;
    const isBelow = (value: unknown): boolean => (value as number) < radius;
    demand(matcher, 'the score', score, { expected, holds: isBelow }, 'Demand less, or look further: { radius }.');
    const { cleverScore } = await loadEvaluation();
    const measurement = await cleverScore(classifier, split, options);
    return {
      quantity: `clever score in ${measurement.norm}`,
      value: measurement.value,
      relation: 'above',
      threshold: score,
      unit: 'distance',
      measurement,
    };
  },
});
