import type { InputRange } from '../src/norms/range.ts';
import { showRange } from '../src/norms/range.ts';
import { resolveRange } from '../src/norms/resolve-range.ts';
import { checkedLater, checkOptions, type LimitsOf } from '../src/options.ts';
import { kindOf } from '../src/splits/index.ts';
import { itemsLimit, type FoundItemsOptions } from './definition/data-arguments.ts';
import { defineDataMatcher, loadDataEvaluation } from './definition/define-data-matcher.ts';

/** Options of `toHaveInputsInRange`. */
export interface InputsInRangeOptions extends FoundItemsOptions {
  /**
   * The smallest and the largest valid value: numbers, or a list with one number per value or channel.
   * @defaultValue [0, 1] for images, the ids of the encoder for texts, else all finite numbers
   */
  readonly inputRange?: InputRange;
}

const limits: LimitsOf<InputsInRangeOptions> = { inputRange: checkedLater, atMost: itemsLimit };

/**
 * Asserts that all inputs are finite and lie in the range that models expect.
 *
 *   |{ x : x_i is NaN or infinite, or not in [low_i, high_i], for a value i }| <= atMost
 *
 * @throws InvalidOptionError - if the range or an option is not accepted; InvalidDataError - if `expect` received no data
 * @example
 * await expect(dataset).toHaveInputsInRange({ inputRange: [0, 1] });
 */
export const toHaveInputsInRange = defineDataMatcher({
  name: 'toHaveInputsInRange',
  takesNotFinite: true,
  measure: async ({ name, splits, dataset }, options: InputsInRangeOptions = {}) => {
    const { inputRange: declared, atMost = 0 } = checkOptions('toHaveInputsInRange', options, limits);
    const { measureInputRange, usualRange } = await loadDataEvaluation();
    const [{ split }] = splits;
    const kind = kindOf(split, dataset);
    const inputRange =
      declared === undefined ? usualRange(split, kind) : resolveRange('toHaveInputsInRange', declared, split.itemShape);
    const { measurement, found } = measureInputRange(
      name,
      splits.map((part) => part.split),
      { inputRange, kind, featureNames: dataset?.featureNames },
    );
    return {
      quantity: `items with a value outside ${showRange(inputRange)}`,
      value: measurement.value,
      relation: 'at most',
      threshold: atMost,
      unit: 'items',
      measurement,
      found,
      remedies: ['scaled inputs, bytes divided by 255, and missing values that are filled or whose items are removed'],
    };
  },
});
