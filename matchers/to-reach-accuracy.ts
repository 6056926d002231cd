import { flag, seedLimit, type LimitsOf } from '../src/options.ts';
import { accurateTraining } from './definition/advice.ts';
import { checkShare } from './definition/arguments.ts';
import { checkDecided, decisionLimits } from './definition/decision.ts';
import type { DecisionOptions } from './definition/verdict.ts';
import { defineMatcher, loadEvaluation, type Measured } from './definition/define-matcher.ts';
import type { AttackedModel } from './definition/subject.ts';

/** Options of `toReachAccuracy`. */
export interface AccuracyOptions extends DecisionOptions {
  /** Stop as soon as the accuracy is known to lie above or below the threshold. @defaultValue false */
  readonly sequential?: boolean;
  /** Seed of the order in which a sequential measurement takes the inputs. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
}

const limits: LimitsOf<AccuracyOptions> = { sequential: flag, seed: seedLimit, ...decisionLimits };

/**
 * Asserts that the accuracy on the model's split is at least the threshold.
 *
 *   |{ x : argmax f(x) = y }| / n >= threshold
 *
 * @throws InvalidOptionError - if the threshold is not a share from 0 to 1, or an option is not accepted
 * @example
 * await expect(model).toReachAccuracy(0.95);
 */
export const toReachAccuracy = defineMatcher({
  name: 'toReachAccuracy',
  accepts: 'predictor',
  measure: async (
    { classifier, split, dataset, record, progress }: Measured<AttackedModel>,
    threshold: number,
    options: AccuracyOptions = {},
  ) => {
    checkShare('toReachAccuracy', 'the threshold', threshold);
    const { checked, decision } = checkDecided('toReachAccuracy', options, limits);
    const { sequential, seed, confidence } = checked;
    const { evaluateAccuracy } = await loadEvaluation();
    const measurement = await evaluateAccuracy(classifier, split, {
      seed,
      confidence,
      classNames: dataset?.classNames,
      progress,
      ...(sequential && { sequential: { threshold } }),
    });
    return {
      quantity: 'accuracy',
      value: measurement.value,
      relation: 'at least',
      threshold,
      measurement,
      decision,
      remedies: [accurateTraining(record)],
    };
  },
});
