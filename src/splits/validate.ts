import { InvalidDataError, InvalidOptionError } from '../errors.ts';
import type { Dataset, Split } from '../datasets/contract.ts';
import { isObject } from '../options.ts';
import { show } from '../show.ts';
import { checkParts, itemSize } from './check-parts.ts';
import { validateDescription } from './description.ts';

/**
 * Rejects a split that cannot be used.
 *
 * @param classes - number of classes; labels lie in [0, classes). With Infinity, only negative labels are refused
 * @param what - name of the split in errors, e.g. `the training split of "glyphs"`
 * @throws InvalidDataError if a part has another type, it is empty, lengths differ, a label is out of range, or an input is not
 *   finite
 */
export function validateSplit(split: Split, classes: number, what = 'the split'): void {
  checkClasses(classes);
  if (typeof what !== 'string') throw unnamed(what);
  if (isObject(split) && sizeOf(split) === 0) {
    throw new InvalidDataError(
      `${sentence(what)} is empty.\nExpected at least one labelled item. Check how its items were selected.`,
    );
  }
  checkParts(split, what);
  const { inputs, labels } = split;
  const length = itemSize(split);
  const mislabelled = labels.findIndex((label) => !(label >= 0 && label < classes));
  if (mislabelled !== -1) {
    throw new InvalidDataError(
      `Item ${nameOf(split, mislabelled)} of ${what} has label ${labels[mislabelled]}.\n` +
        `Expected an integer from 0${classes === Infinity ? ' upwards' : ` to ${classes - 1}, because there are ${classes} classes`}. Correct the label or add the class.`,
    );
  }
  const { encoder } = split;
  const unknown = encoder ? inputs.findIndex((id) => id < 0 || id >= encoder.vocabularySize) : -1;
  if (encoder && unknown !== -1) {
    throw new InvalidDataError(
      `Item ${nameOf(split, Math.floor(unknown / length))} of ${what} contains the token ${inputs[unknown]}.\n` +
        `Expected ids from 0 to ${encoder.vocabularySize - 1}, those of its encoder. Encode its text again.`,
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

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** The size of a split; undefined if a getter throws. */
function sizeOf(split: object): unknown {
  try {
    return Reflect.get(split, 'size');
  } catch {
    return undefined;
  }
}

function checkClasses(classes: unknown): void {
  if (classes === Infinity || (Number.isSafeInteger(classes) && (classes as number) > 0)) return;
  throw new InvalidOptionError(
    `validateSplit: the number of classes is ${show(classes)}.\nExpected a positive integer.\nPass dataset.classNames.length.`,
  );
}

const unnamed = (what: unknown): InvalidOptionError =>
  new InvalidOptionError(
    `validateSplit: the name of the split is ${show(what)}.\nExpected a text for errors.\nPass e.g. 'the training split', or omit it.`,
  );

/** @throws InvalidDataError if two entries of a list of texts are equal */
export function checkDistinct(noun: string, names: readonly string[], owner: string): void {
  const first = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, at);
    else {
      throw new InvalidDataError(
        `${sentence(owner)} has the ${noun} ${show(name)} twice, at ${earlier} and ${at}.\nExpected distinct ${noun}s.\nRename or remove one of them.`,
      );
    }
  }
}

/**
 * Checks both splits of a data set, and that they match.
 *
 * @throws InvalidDataError as `validateSplit` does, and if the item shapes of the splits differ, ids or class names repeat, a name is
 *   no text, or the kind or the feature names do not fit the splits
 */
export function validateDataset(dataset: Dataset): void {
  const read = readDataset(dataset);
  const { name, classNames, train, test } = read;
  checkNaming(name, classNames);
  validateSplit(train, classNames.length, `the training split of "${name}"`);
  validateSplit(test, classNames.length, `the test split of "${name}"`);
  checkTogether(read);
}

/**
 * Checks all of a data set but the values of its inputs and labels, for those who look for wrong ones.
 *
 * @throws InvalidDataError as `validateDataset` does
 */
export function validateDescribed(dataset: Dataset): void {
  const read = readDataset(dataset);
  checkNaming(read.name, read.classNames);
  checkParts(read.train, `the training split of "${read.name}"`);
  checkParts(read.test, `the test split of "${read.name}"`);
  checkTogether(read);
}

/** Checks that both splits match, and what is said of them. */
function checkTogether(dataset: Dataset): void {
  const { name, train, test } = dataset;
  if (train.itemShape.join() !== test.itemShape.join()) {
    throw new InvalidDataError(
      `"${name}" has training items of shape [${train.itemShape.join(', ')}] and test items of shape [${test.itemShape.join(', ')}].\n` +
        'Expected the same shape in both splits. Read both the same way.',
    );
  }
  if (train.ids) checkDistinct('id', train.ids, `the training split of "${name}"`);
  if (test.ids) checkDistinct('id', test.ids, `the test split of "${name}"`);
  checkSameEncoder(dataset);
  validateDescription(dataset);
}

/** @throws InvalidDataError if the splits have encoders that number words in another way */
function checkSameEncoder({ name, train, test }: Dataset): void {
  const [first, second] = [train.encoder, test.encoder];
  if (first === second || JSON.stringify(first) === JSON.stringify(second)) return;
  throw new InvalidDataError(
    `The splits of "${name}" have different encoders.\nExpected one encoder for both: a model reads both with the ids of one vocabulary.\n` +
      'Encode the test texts with train.encoder.',
  );
}

/** Reads the parts of a data set once. A getter or a proxy may throw. */
function readDataset(dataset: Dataset): Dataset {
  try {
    const { name, classNames, train, test, kind, featureNames, whole, source } = dataset;
    if (classNames && train && test) return { name, classNames, train, test, kind, featureNames, whole, source };
  } catch (error) {
    throw new InvalidDataError(
      `The data set is ${show(dataset)}, and cannot be read.\nExpected { name, classNames, kind, train, test }.\nPass an object with plain properties.`,
      { cause: error },
    );
  }
  const properties = isObject(dataset)
    ? `an object with the properties [${Object.keys(dataset).slice(0, 10).join(', ')}]`
    : show(dataset);
  throw new InvalidDataError(
    `The data set is ${typeof dataset === 'function' ? 'a function' : properties}.\n` +
      'Expected { name, classNames, kind, train, test }.\nCall the reader, and await it if it is asynchronous: await mnist().',
  );
}

/** Checks the name of a data set and of its classes. Reports, cache keys and other processes take them for texts. */
function checkNaming(name: unknown, classNames: unknown): void {
  if (typeof name !== 'string' || name.length === 0) {
    throw new InvalidDataError(
      `The name of the data set is ${show(name)}.\nExpected a text for reports.\nSet name, e.g. 'digits'.`,
    );
  }
  if (!Array.isArray(classNames) || classNames.length < 2) {
    throw new InvalidDataError(
      Array.isArray(classNames)
        ? `"${name}" has ${classNames.length} classes.\nExpected at least 2 class names. Check classNames.`
        : `"${name}" has the class names ${show(classNames)}.\nExpected a list of at least 2 texts.\nPass e.g. ['cat', 'dog'].`,
    );
  }
  for (let at = 0; at < classNames.length; at++) {
    const className: unknown = classNames[at];
    if (typeof className === 'string' && className !== '') continue;
    throw new InvalidDataError(
      `Class name ${at} of "${name}" is ${show(className)}.\nExpected a text.\nWrite classNames.map(String), or name the class.`,
    );
  }
  checkDistinct('class name', classNames as string[], `"${name}"`);
}

const nameOf = (split: Split, index: number): string =>
  split.ids === undefined ? `${index}` : `${index} ("${split.ids[index]}")`;

function firstNotFinite(values: Float32Array | Int32Array): number {
  if (values instanceof Int32Array) return -1;
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) return i; // NaN for infinities and NaN
  return -1;
}
