import type { CleverOptions } from '../src/evaluation/index.ts';
import { resolveCleverOptions } from '../src/evaluation/clever/options.ts';
import { checkedLater, demand, notNegative, type Limit, type LimitsOf } from '../src/options.ts';
import { checkDecided, decisionLimits } from './definition/decision.ts';
import type { DecisionOptions } from './definition/verdict.ts';
import { defineMatcher, loadEvaluation } from './definition/define-matcher.ts';

/** Options of the estimate. The matcher sets the other options of `cleverScore`. */
export interface CleverScoreOptions extends Omit<CleverOptions, 'progress' | 'keepScores'>, DecisionOptions {}

const distance: Limit = { ...notNegative, expected: 'a distance between inputs, 0 or more' };

/** The estimate checks its own options. */
const limits: LimitsOf<CleverScoreOptions> = {
  norm: checkedLater,
  target: checkedLater,
  radius: checkedLater,
  batches: checkedLater,
  samples: checkedLater,
  poolFactor: checkedLater,
  limit: checkedLater,
  seed: checkedLater,
  batchSize: checkedLater,
  seconds: checkedLater,
  ...decisionLimits,
};

/**
 * Asserts that the CLEVER score is above a distance. The score estimates how far a correctly classified input is from the nearest
 * misclassified one, from gradients around it, and is averaged over these inputs.
 *
 *   mean_x min_j min( (z_c − z_j)(x) / L_j, R ) > score
 *
 * @throws InvalidOptionError - if the score is not a valid distance below the radius
 * @see Weng et al. 2018, arXiv:1801.10578
 * @example
 * await expect(model).toHaveCleverScoreAbove(0.5, { norm: 'l2' });
 */
export const toHaveCleverScoreAbove = defineMatcher({
  name: 'toHaveCleverScoreAbove',
  because: 'follows the gradients of the logits',
  measure: async ({ classifier, split, progress }, score: number, options: CleverScoreOptions = {}) => {
    const matcher = 'toHaveCleverScoreAbove';
    const { checked, decision } = checkDecided(matcher, options, limits);
    demand(matcher, 'the score', score, distance, `Write ${matcher}(0.5, { norm: 'l2' }).`);
    const { norm, radius } = resolveCleverOptions(classifier, checked);
    const expected = `less than ${radius}, because the radius in ${norm} is the largest possible score`;
    const isBelow = (value: unknown): boolean => (value as number) < radius;
    demand(matcher, 'the score', score, { expected, holds: isBelow }, 'Lower the score, or pass a larger { radius }.');
    const { cleverScore } = await loadEvaluation();
    const measurement = await cleverScore(classifier, split, { ...checked, progress });
    return {
      quantity: `clever score in ${measurement.norm}`,
      value: measurement.value,
      relation: 'above',
      threshold: score,
      unit: 'distance',
      remedies: ['a model trained with adversarialTraining, which lowers the gradients that the score divides by'],
      measurement,
      decision,
    };
  },
});
