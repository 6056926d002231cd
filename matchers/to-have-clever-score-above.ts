import { InvalidOptionError } from '../src/errors.ts';
import type { CleverOptions } from '../src/evaluation/index.ts';
import { resolveCleverOptions } from '../src/evaluation/clever/options.ts';
import { checkOptions } from './definition/arguments.ts';
import { defineMatcher } from './definition/define-matcher.ts';
import { loadEvaluation } from './definition/evaluation.ts';

/** How the score is estimated; the reporter and the progress lines are the matcher's own. */
export type CleverScoreOptions = Omit<CleverOptions, 'progress' | 'keepScores'>;

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
    checkOptions(matcher, options, ['norm', 'target', 'radius', 'batches', 'samples', 'poolFactor', 'limit', 'seed']);
    if (!(Number.isFinite(score) && score >= 0)) {
      throw new InvalidOptionError(
        `${matcher}: the score is ${String(score)}.\nExpected a distance between inputs, 0 or more.\nWrite ${matcher}(0.5, { norm: 'l2' }).`,
      );
    }
    const { norm, radius } = resolveCleverOptions(classifier, options);
    if (score >= radius) {
      throw new InvalidOptionError(
        `${matcher}: the score is ${score}.\nExpected less than ${radius}, the radius in ${norm}, which no score exceeds.\n` +
          'Demand less, or look further: { radius }.',
      );
    }
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
