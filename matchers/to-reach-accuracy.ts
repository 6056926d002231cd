import { accurateTraining } from './definition/advice.ts';
import { checkShare } from './definition/arguments.ts';
import { defineMatcher, loadEvaluation, type Measured } from './definition/define-matcher.ts';
import type { AttackedModel } from './definition/subject.ts';

/**
 * Asserts that the accuracy on the model's split is at least the threshold.
 *
 *   |{ x : argmax f(x) = y }| / n >= threshold
 *
 * @throws InvalidOptionError - if the threshold is not a share from 0 to 1
 * @example
 * await expect(model).toReachAccuracy(0.95);
 */
export const toReachAccuracy = defineMatcher({
  name: 'toReachAccuracy',
  accepts: 'predictor',
  measure: async ({ classifier, split, record, progress }: Measured<AttackedModel>, threshold: number) => {
    checkShare('toReachAccuracy', 'the threshold', threshold);
    const { evaluateAccuracy } = await loadEvaluation();
    const measurement = await evaluateAccuracy(classifier, split, { progress });
    return {
      quantity: 'accuracy',
      value: measurement.value,
      relation: 'at least',
      threshold,
      measurement,
      remedies: [accurateTraining(record)],
    };
  },
});
