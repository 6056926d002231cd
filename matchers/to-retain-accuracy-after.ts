import type { Compression } from '../src/compression/contract.ts';
import { checkCompression, checkOptions, checkShare } from './arguments.ts';
import { defineMatcher } from './define-matcher.ts';
import { loadEvaluation } from './evaluation.ts';

export interface RetainOptions {
  /** The accuracy that may be lost, as a share: 0.01 is one point. @defaultValue 0.01 */
  readonly within?: number;
}

/**
 * Asserts what a compression may cost.
 *
 *   accuracy before − accuracy after <= within
 *
 * @example
 * await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.01 });
 */
export const toRetainAccuracyAfter = defineMatcher({
  name: 'toRetainAccuracyAfter',
  measure: async ({ classifier, split }, compression: Compression, options: RetainOptions = {}) => {
    checkCompression('toRetainAccuracyAfter', compression);
    checkOptions('toRetainAccuracyAfter', options, ['within']);
    const { within = 0.01 } = options;
    checkShare('toRetainAccuracyAfter', 'within', within);
    const { evaluateCompression } = await loadEvaluation();
    const measurement = await evaluateCompression(classifier, split, compression);
    return {
      quantity: `accuracy loss by ${compression.name}`,
      value: measurement.accuracyBefore - measurement.accuracyAfter,
      relation: 'at most',
      threshold: within,
      measurement,
    };
  },
});
