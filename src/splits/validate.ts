import { InvalidDataError } from '../errors.ts';
import type { Dataset, Split } from '../datasets/contract.ts';
import { itemSize } from './subset.ts';

/**
 * Refuses a split that nothing can be computed from.
 *
 * @param classes - number of classes; labels lie in [0, classes)
 * @param what - how errors call the split, e.g. `the training split of "glyphs"`
 * @throws InvalidDataError if it is empty, if lengths disagree, on a label outside the range, on an input that is not finite
 */
export function validateSplit(split: Split, classes: number, what = 'the split'): void {
  const { inputs, labels, size, ids, itemShape } = split;
  const subject = what[0].toUpperCase() + what.slice(1);
  if (size === 0)
    throw new InvalidDataError(
      `${subject} is empty.\nExpected at least one labelled item. Check the selection that made it.`,
    );
  if (!Number.isInteger(size) || size < 0)
    throw new InvalidDataError(`${subject} has size ${size}.\nExpected the number of its items.`);

  const length = itemSize(split);
  if (inputs.length !== size * length) {
    throw new InvalidDataError(
      `${subject} has ${inputs.length} input values.\n` +
        `Expected ${size * length}: ${size} items of shape [${itemShape.join(', ')}]. Check size and itemShape.`,
    );
  }
  if (labels.length !== size) {
    throw new InvalidDataError(
      `${subject} has ${labels.length} labels for ${size} items.\nExpected one label per item.`,
    );
  }
  if (ids !== undefined && ids.length !== size) {
    throw new InvalidDataError(
      `${subject} has ${ids.length} ids for ${size} items.\nExpected one id per item, or none at all.`,
    );
  }

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
 * Validates both splits of a data set and that they agree with each other.
 *
 * @throws InvalidDataError as `validateSplit`, and where the shapes of the two splits differ
 */
export function validateDataset(dataset: Dataset): void {
  const { name, classNames, train, test } = dataset;
  if (!classNames || !train || !test) {
    throw new InvalidDataError(
      `The data set is ${typeof dataset === 'function' ? 'a function' : `an object of ${Object.keys(dataset).join(', ') || 'nothing'}`}.\n` +
        'Expected { name, classNames, kind, train, test }.\nCall the reader, and await it where it is asynchronous: await mnist().',
    );
  }
  if (classNames.length < 2) {
    throw new InvalidDataError(`"${name}" has ${classNames.length} classes.\nExpected at least 2 class names.`);
  }
  validateSplit(train, classNames.length, `the training split of "${name}"`);
  validateSplit(test, classNames.length, `the test split of "${name}"`);
  if (train.itemShape.join() !== test.itemShape.join()) {
    throw new InvalidDataError(
      `"${name}" has training items of shape [${train.itemShape.join(', ')}] and test items of shape [${test.itemShape.join(', ')}].\n` +
        'Expected one shape. Read both splits the same way.',
    );
  }
}

const nameOf = (split: Split, index: number): string =>
  split.ids === undefined ? `${index}` : `${index} ("${split.ids[index]}")`;

function firstNotFinite(values: Float32Array | Int32Array): number {
  if (values instanceof Int32Array) return -1;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
