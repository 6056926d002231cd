import { checkedLater, seedLimit, type LimitsOf } from '../src/options.ts';
import { checkShare } from './definition/arguments.ts';
import { checkDecided, decisionLimits } from './definition/decision.ts';
import { defineMatcher, loadEvaluation, type Measured } from './definition/define-matcher.ts';
import type { AttackedModel } from './definition/subject.ts';
import type { DecisionOptions } from './definition/verdict.ts';

/** Options of `toBeCalibrated`. */
export interface CalibratedOptions extends DecisionOptions {
  /** Number of bins of equal width, from confidence 0 to 1. @defaultValue 15 */
  readonly bins?: number;
  /** Seed of the draws that the interval comes from. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
}

const limits: LimitsOf<CalibratedOptions> = { bins: checkedLater, seed: seedLimit, ...decisionLimits };

/**
 * Asserts that the confidence of the model agrees with its accuracy: that the expected calibration error is at most `within`. A predictor
 * must answer probabilities.
 *
 *   Σ_b n_b / n · | accuracy(b) − confidence(b) | <= within,   b the bins of the largest probability
 *
 * @throws InvalidOptionError - if `within` is not a share from 0 to 1, or an option is not accepted
 * @throws InvalidModelError - if the model answers no probabilities
 * @see Guo et al. 2017, arXiv:1706.04599, equation 3
 * @example
 * await expect(model).toBeCalibrated(0.05, { bins: 15 });
 */
export const toBeCalibrated = defineMatcher({
  name: 'toBeCalibrated',
  accepts: 'predictor',
  measure: async (
    { classifier, split, progress }: Measured<AttackedModel>,
    within: number,
    options: CalibratedOptions = {},
  ) => {
    checkShare('toBeCalibrated', 'the error', within);
    const { checked, decision } = checkDecided('toBeCalibrated', options, limits);
    const { evaluateCalibration } = await loadEvaluation();
    const measurement = await evaluateCalibration(classifier, split, { ...checked, progress });
    return {
      quantity: 'expected calibration error',
      value: measurement.value,
      relation: 'at most',
      threshold: within,
      measurement,
      interval: measurement.interval,
      decision,
      remedies: [
        measurement.meanConfidence > measurement.accuracy
          ? 'logits divided by a temperature above 1, fitted on other inputs, because the model is overconfident'
          : 'logits divided by a temperature below 1, fitted on other inputs, because the model is underconfident',
      ],
    };
  },
});
