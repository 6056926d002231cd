import { checkOptions, positiveShare, type LimitsOf } from '../src/options.ts';
import { defineDataMatcher, loadDataEvaluation } from './definition/define-data-matcher.ts';

/** Options of `toBeBalanced`. */
export interface BalanceOptions {
  /** Least ratio of the least to the most frequent class. @defaultValue 0.1, as in deepchecks */
  readonly ratio?: number;
}

const limits: LimitsOf<BalanceOptions> = { ratio: positiveShare };

/**
 * Asserts that no class is much rarer than another, in each split of a data set or in a split.
 *
 *   items of the least frequent class / items of the most frequent class >= ratio
 *
 * A class of the data set without items has the ratio 0.
 *
 * @throws InvalidOptionError - if the ratio is not accepted; InvalidDataError - if `expect` received no data, or only one class is known
 * @example
 * await expect(dataset).toBeBalanced({ ratio: 0.5 });
 */
export const toBeBalanced = defineDataMatcher({
  name: 'toBeBalanced',
  measure: async ({ name, splits, dataset }, options: BalanceOptions = {}) => {
    const { ratio = 0.1 } = checkOptions('toBeBalanced', options, limits);
    const { measureBalance } = await loadDataEvaluation();
    return splits.map(({ of, split }, index) => {
      const { measurement, found } = measureBalance(name, { split, index, classNames: dataset?.classNames });
      return {
        quantity: `ratio of the least to the most frequent class${of ? ` in the ${of} split` : ''}`,
        value: measurement.value,
        relation: 'at least',
        threshold: ratio,
        measurement,
        found,
        remedies: [
          'more items of the least frequent classes, or fewer of the others, as imbalanced(dataset, ratios) takes them',
        ],
      };
    });
  },
});
