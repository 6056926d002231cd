import { InvalidDataError } from '../errors.ts';
import type { Dataset, Split } from '../datasets/contract.ts';
import { checkParts, itemSize } from './check-parts.ts';
import { validateDescription } from './description.ts';

/**
 * Rejects a split that cannot be used.
 *
 * @param classes - number of classes; labels lie in [0, classes)
 * @param what - name of the split in errors, e.g. `the training split of "glyphs"`
 * @throws InvalidDataError if a part has another type, it is empty, lengths differ, a label is out of range, or an input is not
 *   finite
 */
export function validateSplit(split: Split, classes: number, what = 'the split'): void {
  if (split?.size === 0) {
    throw new InvalidDataError(
      `${what[0].toUpperCase()}${what.slice(1)} is empty.\nExpected at least one labelled item. Check how its items were selected.`,
    );
  }
  checkParts(split, what);
  const { inputs, labels } = split;
  const length = itemSize(split);
  const mislabelled = labels.findIndex((label) => !(label >= 0 && label < classes));
  if (mislabelled !== -1) {
    throw new InvalidDataError(
      `Item ${nameOf(split, mislabelled)} of ${what} has label ${labels[mislabelled]}.\n` +
        `Expected an integer from 0 to ${classes - 1}, because there are ${classes} classes. Correct the label or add the class.`,
    );
  }
  const broken = firstNotFinite(inputs);
  if (broken !== -1) {
    throw new InvalidDataError(
      `Item ${nameOf(split, Math.floor(broken / length))} of ${what} contains ${inputs[broken]} (value ${broken % length} of ${length}).\n` +
        'Expected finite numbers. Repair or remove the item.',
    );
  }
}

/**
 * Checks both splits of a data set, and that they match.
 *
 * @throws InvalidDataError as `validateSplit` does, and if the item shapes of the splits differ, or the kind or the
 *   feature names do not fit them
 */
export function validateDataset(dataset: Dataset): void {
  const { name, classNames, train, test } = dataset;
  if (!classNames || !train || !test) {
    throw new InvalidDataError(
      `The data set is ${typeof dataset === 'function' ? 'a function' : `an object with the properties [${Object.keys(dataset).join(', ')}]`}.\n` +
        'Expected { name, classNames, kind, train, test }.\nCall the reader, and await it if it is asynchronous: await mnist().',
    );
  }
  if (classNames.length < 2) {
    throw new InvalidDataError(
      `"${name}" has ${classNames.length} classes.\nExpected at least 2 class names. Check classNames.`,
    );
  }
  validateSplit(train, classNames.length, `the training split of "${name}"`);
  validateSplit(test, classNames.length, `the test split of "${name}"`);
  if (train.itemShape.join() !== test.itemShape.join()) {
    throw new InvalidDataError(
      `"${name}" has training items of shape [${train.itemShape.join(', ')}] and test items of shape [${test.itemShape.join(', ')}].\n` +
        'Expected the same shape in both splits. Read both the same way.',
    );
  }
  validateDescription(dataset);
}

const nameOf = (split: Split, index: number): string =>
  split.ids === undefined ? `${index}` : `${index} ("${split.ids[index]}")`;

function firstNotFinite(values: Float32Array | Int32Array): number {
  if (values instanceof Int32Array) return -1;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
