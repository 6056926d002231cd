import { checkedLater, flag, seedLimit, type LimitsOf } from '../src/options.ts';
import type { Slice } from '../src/evaluation/index.ts';
import { accurateTraining } from './definition/advice.ts';
import { checkShare } from './definition/arguments.ts';
import { checkDecided, decisionLimits } from './definition/decision.ts';
import type { DecisionOptions } from './definition/verdict.ts';
import { defineMatcher, loadEvaluation, type Measured } from './definition/define-matcher.ts';
import { weakestOf } from './definition/weakest.ts';
import type { AttackedModel } from './definition/subject.ts';

/** Options of `toReachAccuracy`. */
export interface AccuracyOptions extends DecisionOptions {
  /** Stop as soon as the accuracy is known to lie above or below the threshold. @defaultValue false */
  readonly sequential?: boolean;
  /** Seed of the order in which a sequential measurement takes the inputs. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** The threshold holds for the accuracy of every class. @defaultValue false: for the accuracy of all inputs */
  readonly perClass?: boolean;
  /** The threshold holds for every slice and for all inputs: by name, a function that says of an input whether it belongs. @defaultValue none */
  readonly slices?: Readonly<Record<string, Slice>>;
}

const limits: LimitsOf<AccuracyOptions> = {
  sequential: flag,
  seed: seedLimit,
  perClass: flag,
  slices: checkedLater,
  ...decisionLimits,
};

/**
 * Asserts that the accuracy on the model's split is at least the threshold; with `perClass` or `slices`, that of every part.
 *
 *   |{ x : argmax f(x) = y }| / n >= threshold
 *
 * @throws InvalidOptionError - if the threshold is not a share from 0 to 1, or an option is not accepted
 * @example
 * await expect(model).toReachAccuracy(0.95);
 * await expect(model).toReachAccuracy(0.8, { perClass: true, slices: { large: ({ label }) => label > 4 } });
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
    const { sequential, ...others } = checked;
    const { evaluateAccuracy } = await loadEvaluation();
    const measurement = await evaluateAccuracy(classifier, split, {
      ...others,
      classNames: dataset?.classNames,
      diagnose: true,
      progress,
      ...(sequential && { sequential: { threshold } }),
    });
    return {
      ...weakestOf(measurement, decision),
      relation: 'at least',
      threshold,
      measurement,
      decision,
      remedies: [accurateTraining(record)],
    };
  },
});
