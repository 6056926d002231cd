import type { Compression } from '../src/compression/contract.ts';
import { checkedLater, type LimitsOf } from '../src/options.ts';
import { checkCompressions, checkShare, warningsOfLimit } from './definition/arguments.ts';
import { checkDecided, decisionLimits } from './definition/decision.ts';
import type { DecisionOptions } from './definition/verdict.ts';
import { gentlerCompression } from './definition/advice.ts';
import { defineMatcher, loadEvaluation } from './definition/define-matcher.ts';
import { lossOf } from './definition/loss.ts';
import { trainedOn } from './definition/subject.ts';

/** Options of `toRetainAccuracyAfter`. */
export interface RetainOptions extends DecisionOptions {
  /** Largest loss of accuracy, as a share: 0.01 is one point; 1 is a loss of 100 points, and gives a warning. @defaultValue 0.01 */
  readonly within?: number;
}

const limits: LimitsOf<RetainOptions> = { within: checkedLater, ...decisionLimits };

/**
 * Asserts that a compression (or each in a list) loses at most `within` accuracy. A list is measured in one pass over the split.
 *
 *   accuracy before − accuracy after <= within
 *
 * @throws InvalidOptionError - if a compression or an option is not accepted
 * @example
 * await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.01 });
 * await expect(model).toRetainAccuracyAfter([quantize.float16(), prune(0.3)]);
 */
export const toRetainAccuracyAfter = defineMatcher({
  name: 'toRetainAccuracyAfter',
  because: 'compresses the weights',
  measure: async (model, compression: Compression | readonly Compression[], options: RetainOptions = {}) => {
    const list = checkCompressions('toRetainAccuracyAfter', compression);
    const { checked, decision } = checkDecided('toRetainAccuracyAfter', options, limits);
    const { within = 0.01, confidence } = checked;
    checkShare('toRetainAccuracyAfter', 'within', within);
    const { evaluateCompressions } = await loadEvaluation();
    const measurements = await evaluateCompressions(model.classifier, model.split, list, {
      train: trainedOn(model),
      confidence,
    });
    return measurements.map((measurement, at) => ({
      quantity: `accuracy loss by ${measurement.compression}`,
      value: measurement.accuracyBefore - measurement.accuracyAfter,
      relation: 'at most' as const,
      threshold: within,
      measurement,
      decision,
      ...lossOf(measurement, confidence),
      remedies: gentlerCompression(list[at]),
      ...warningsOfLimit('within', within, 'every compression passes'),
    }));
  },
});
