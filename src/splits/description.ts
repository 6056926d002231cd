import type { DataKind, Dataset, Split } from '../datasets/contract.ts';
import { InvalidDataError } from '../errors.ts';
import { isObject } from '../options.ts';
import { show } from '../show.ts';
import { itemSize } from './check-parts.ts';

/** What a data set says about its items, besides the items themselves. */
export type DatasetDescription = Pick<Dataset, 'name' | 'classNames' | 'kind' | 'featureNames' | 'whole'>;

/** @returns the description of a data set, as JSON without undefined fields */
export function descriptionOf({ name, classNames, kind, featureNames, whole }: DatasetDescription) {
  return {
    name,
    classNames,
    ...(kind && { kind }),
    ...(featureNames && { featureNames }),
    ...(whole && { whole }),
  } satisfies DatasetDescription;
}

/**
 * Describes which part of a public data set the splits are.
 *
 * @returns e.g. `40,000 + 10,000 of 60,000 + 10,000 items`, for training + test; undefined if they are the whole set, or its size
 *   is unknown
 */
export function partOf({ whole, train, test }: Pick<Dataset, 'whole' | 'train' | 'test'>): string | undefined {
  if (!whole || (train.size === whole.train && test.size === whole.test)) return undefined;
  return `${count(train.size)} + ${count(test.size)} of ${count(whole.train)} + ${count(whole.test)} items`;
}

const count = (size: number): string => size.toLocaleString('en-US');

/**
 * Finds what the items of a split are: as the data set says, else by their type and shape. Vectors are no images whatever it says,
 * and neither are two dimensions of which the second has fewer than 5 values: they are the channels of a series.
 *
 * @returns the kind
 */
export function kindOf({ inputs, itemShape }: Split, { kind }: Pick<Dataset, 'kind'> = {}): DataKind {
  if (kind !== undefined && kind !== 'image') return kind;
  if (inputs instanceof Int32Array) return 'text';
  if (itemShape.length < 2) return 'tabular';
  const isSeries = itemShape.length === 2 && (kind === undefined || itemShape[1] < 5);
  return isSeries ? 'series' : 'image';
}

/**
 * Names the values of an item, as in `petal length`, `step 3`, `step 3 of x` or `row 2, column 5, channel 0`.
 *
 * @param kind - what the item is
 * @returns the name of the value at an index of the item
 */
export function valueNamer(
  itemShape: readonly number[],
  kind: DataKind,
  featureNames: readonly string[] = [],
): (index: number) => string {
  const channels = itemShape.length > 1 ? itemShape[itemShape.length - 1] : 1;
  if (kind === 'series') {
    return (index) => {
      const step = `step ${Math.floor(index / channels)}`;
      return channels === 1 ? step : `${step} of ${featureNames[index % channels] ?? `channel ${index % channels}`}`;
    };
  }
  if (kind === 'image' && itemShape.length === 3) {
    const [, columns] = itemShape;
    return (index) => {
      const pixel = Math.floor(index / channels);
      return `row ${Math.floor(pixel / columns)}, column ${pixel % columns}, channel ${index % channels}`;
    };
  }
  return (index) => featureNames[index] ?? `feature ${index}`;
}

const kinds: readonly DataKind[] = ['image', 'text', 'tabular', 'series'];

/** @throws InvalidDataError if the kind is unknown, the feature names do not fit the items, or `whole` or `source` has another form */
export function validateDescription({ name, kind, featureNames, whole, source, train: { itemShape } }: Dataset): void {
  if (kind !== undefined && !kinds.includes(kind)) {
    throw new InvalidDataError(
      `"${name}" has the kind ${show(kind)}.\nExpected one of ${kinds.join(', ')}. Correct it, or omit it: type and shape of the items then decide.`,
    );
  }
  if (whole !== undefined && !(isObject(whole) && isCount(whole.train) && isCount(whole.test))) {
    throw new InvalidDataError(
      `"${name}" has whole ${show(whole)}.\nExpected { train, test }, the numbers of items of the whole public set.\nCorrect whole, or omit it.`,
    );
  }
  if (source !== undefined && !(isObject(source) && typeof source.reader === 'string' && isObject(source.options))) {
    throw new InvalidDataError(
      `"${name}" has the source ${show(source)}.\nExpected { reader, options }, the name of a reader and its options.\nCorrect source, or omit it: the data set then lives in memory only.`,
    );
  }
  if (featureNames === undefined) return;
  const expected = [...new Set([itemSize({ itemShape }), itemShape[itemShape.length - 1]])];
  const isList = Array.isArray(featureNames);
  if (
    isList &&
    expected.includes(featureNames.length) &&
    Array.from<unknown>(featureNames).every((feature) => typeof feature === 'string')
  )
    return;
  const received = isList ? `${featureNames.length} feature names` : `featureNames ${show(featureNames)}`;
  throw new InvalidDataError(
    `"${name}" has ${received} for items of shape [${itemShape.join(', ')}].\n` +
      `Expected a list of ${expected.join(' or ')} names: one per feature of a row, or per channel of a series. Correct featureNames.`,
  );
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
