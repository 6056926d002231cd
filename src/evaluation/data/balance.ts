import type { Split } from '../../datasets/contract.ts';
import { InvalidDataError } from '../../errors.ts';
import { dataMeasurement, type DataResult } from './found.ts';

/**
 * Counts the items per class.
 *
 *   ratio = items of the least frequent class / items of the most frequent class
 *
 * A class without items counts, if its name or a larger label tells that there is one.
 *
 * @param index - the index of the split in the list of the caller
 * @returns the ratio in [0, 1], and the items of the least frequent class
 * @throws InvalidDataError if all items are of one class, and no other is known
 */
export function measureBalance(
  subject: string,
  {
    split,
    index,
    classNames,
  }: { readonly split: Split; readonly index: number; readonly classNames?: readonly string[] },
): DataResult {
  const started = performance.now();
  const counts = countsOf(split, classNames?.length);
  if (counts.size < 2) {
    throw new InvalidDataError(
      `toBeBalanced: all ${split.size} items have label 0.\nExpected at least two classes.\nPass a data set, whose class names tell which classes have no items, or check the labels.`,
    );
  }
  const nameOf = (label: number): string => classNames?.[label] ?? String(label);
  const order = [...counts].sort(([a, itemsOfA], [b, itemsOfB]) => itemsOfB - itemsOfA || a - b);
  const [rarest, least] = order[order.length - 1];
  const classes =
    order.length > mostClasses ? [...order.slice(0, mostClasses / 2), ...order.slice(-mostClasses / 2)] : order;
  const entries = Array.from(split.labels.keys())
    .filter((position) => split.labels[position] === rarest)
    .map((position) => ({ items: [{ split: index, position }] }));
  return {
    measurement: dataMeasurement(subject, [split], started, {
      check: 'balance',
      value: least / order[0][1],
      classes: classes.map(([label, items]) => ({ name: nameOf(label), items })),
    }),
    found: {
      what: `items of the least frequent class, ${JSON.stringify(nameOf(rarest))}`,
      found: entries.length,
      entries,
    },
  };
}

/** Classes in the report: the most and the least frequent ones. */
const mostClasses = 1000;

/**
 * Counts the items per class.
 *
 * @param classes - number of classes, if it is known; otherwise that of the largest label and those below it
 * @returns a count per class with items, and per class without, of which at most 1,000 are listed
 */
export function countsOf({ labels }: Pick<Split, 'labels'>, classes?: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const all = classes ?? labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  let listed = 0;
  for (let label = 0; label < all && listed < mostClasses; label++) {
    if (counts.has(label)) continue;
    counts.set(label, 0);
    listed++;
  }
  return counts;
}
