import type { Compression } from '../src/compression/contract.ts';
import { checkNames } from '../src/options.ts';
import { checkCompressions, checkShare, warningsOfLimit } from './definition/arguments.ts';
import { gentlerCompression } from './definition/advice.ts';
import { defineMatcher, loadEvaluation } from './definition/define-matcher.ts';
import { trainedOn } from './definition/subject.ts';

/** Options of `toRetainAccuracyAfter`. */
export interface RetainOptions {
  /** Largest loss of accuracy, as a share: 0.01 is one point; 1 is a loss of 100 points, and gives a warning. @defaultValue 0.01 */
  readonly within?: number;
}

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
    const { within = 0.01 } = checkNames('toRetainAccuracyAfter', options, ['within']);
    checkShare('toRetainAccuracyAfter', 'within', within);
    const { evaluateCompressions } = await loadEvaluation();
    const measurements = await evaluateCompressions(model.classifier, model.split, list, { train: trainedOn(model) });
    return measurements.map((measurement, at) => ({
      quantity: `accuracy loss by ${measurement.compression}`,
      value: measurement.accuracyBefore - measurement.accuracyAfter,
      relation: 'at most' as const,
      threshold: within,
      measurement,
      remedies: gentlerCompression(list[at]),
      ...warningsOfLimit('within', within, 'every compression passes'),
    }));
  },
});
