import { checkOptions, type LimitsOf } from '../src/options.ts';
import { itemsLimit, type FoundItemsOptions } from './definition/data-arguments.ts';
import { defineDataMatcher, loadDataEvaluation } from './definition/define-data-matcher.ts';

/** Options of `toHaveConsistentLabels`. */
export type ConsistentLabelsOptions = FoundItemsOptions;

const limits: LimitsOf<ConsistentLabelsOptions> = { atMost: itemsLimit };

/**
 * Asserts that equal inputs have the same label, within each split and between the splits of a data set.
 *
 *   |{ x : x = x′ and y ≠ y′ for another item (x′, y′) }| <= atMost
 *
 * Texts are equal if they consist of the same lower-cased words; all other items, if all values are equal. deepchecks calls it conflicting
 * labels.
 *
 * @throws InvalidOptionError - if an option is not accepted; InvalidDataError - if `expect` received no data
 * @example
 * await expect(dataset).toHaveConsistentLabels();
 */
export const toHaveConsistentLabels = defineDataMatcher({
  name: 'toHaveConsistentLabels',
  measure: async ({ name, splits }, options: ConsistentLabelsOptions = {}) => {
    const { atMost = 0 } = checkOptions('toHaveConsistentLabels', options, limits);
    const { measureConflicts } = await loadDataEvaluation();
    const { measurement, found } = measureConflicts(
      name,
      splits.map(({ split }) => split),
    );
    return {
      quantity: 'items whose equals have another label',
      value: measurement.value,
      relation: 'at most',
      threshold: atMost,
      unit: 'items',
      measurement,
      found,
      remedies: ['one label per group of equal items: correct the others, or remove the items that no input decides'],
    };
  },
});
