import type { Split } from '../../datasets/contract.ts';
import { equalItems, equalityOf } from './equal-items.ts';
import { dataMeasurement, type DataResult } from './found.ts';

/**
 * Finds equal inputs with different labels, within a split and between splits. At most one of the labels can be right, or none of them is
 * decided by the input.
 *
 * @returns the number of items that have an equal item with another label; a pair per group of equal items
 */
export function measureConflicts(subject: string, splits: readonly Split[]): DataResult {
  const started = performance.now();
  const labelOf = ({ split, position }: { readonly split: number; readonly position: number }): number =>
    splits[split].labels[position];
  const groups = equalItems(splits).flatMap((group) => {
    const other = group.find((item) => labelOf(item) !== labelOf(group[0]));
    return other ? [{ size: group.length, items: [group[0], other] }] : [];
  });
  return {
    measurement: dataMeasurement(subject, splits, started, {
      check: 'labels',
      value: groups.reduce((sum, { size }) => sum + size, 0),
      groups: groups.length,
      parameters: { definition: equalityOf(splits[0]) },
    }),
    found: {
      what: 'pairs of equal items with different labels',
      found: groups.length,
      entries: groups.map(({ items }) => ({ items })),
    },
  };
}
