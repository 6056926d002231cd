import { InvalidDataError } from '../errors.ts';
import type { Split } from '../datasets/contract.ts';
import { isInside, isInstance, isObject, type Limit } from '../options.ts';
import { show } from '../show.ts';
import { checkText } from './check-text.ts';
import { adviceForInputs, adviceForLabels, firstWrongLabel, isArrayOf, typeOf } from './types.ts';
import { isDetached } from '../value-kinds.ts';

/** Most axes of an item: a batch of items has one more, and tensors have at most six. */
const mostAxes = 5;

/**
 * Rejects a split whose parts have other types or lengths than `Split` declares. Every function that takes a split calls it first:
 * numbers of another element type would be truncated or read as token ids. It reads no value, unless it fails.
 *
 * @param what - name of the split in errors, e.g. `the training split of "glyphs"`
 * @throws InvalidDataError if a part has another type or length, or cannot be read; the message names it, and says how to convert
 */
export function checkParts(split: Split, what = 'the split'): void {
  const parts = partsOf(split, what);
  checkTypes(parts, what);
  checkLengths(parts, what);
  checkText(parts, what);
}

/** Reads the parts of a split once. A getter or a proxy may throw. */
function partsOf(split: Split, what: string): Split {
  if (!isObject(split) || isInstance(split, Promise)) {
    const advice = isInstance(split, Promise) ? 'Await it first.' : 'Pass a split, such as dataset.test.';
    throw new InvalidDataError(
      `${sentence(what)} is ${show(split)}.\nExpected { inputs, itemShape, labels, size }.\n${advice}`,
    );
  }
  try {
    const { inputs, labels, itemShape, size, ids, texts, encoder } = split;
    return { inputs, labels, itemShape, size, ids, texts, encoder };
  } catch (error) {
    throw new InvalidDataError(
      `${sentence(what)} cannot be read (${show((error as Error | undefined)?.message)}).\n` +
        'Expected { inputs, itemShape, labels, size }.\nPass an object with plain properties.',
      { cause: error },
    );
  }
}

function checkTypes({ inputs, labels, itemShape, ids }: Split, what: string): void {
  if (!isArrayOf(Float32Array, inputs) && !isArrayOf(Int32Array, inputs)) {
    throw new InvalidDataError(
      `The inputs of ${what} are ${typeOf(inputs)}.\nExpected a Float32Array of numbers, or an Int32Array of token ids.\n${adviceForInputs(inputs)}`,
    );
  }
  if (!isArrayOf(Int32Array, labels)) {
    throw new InvalidDataError(
      `The labels of ${what} are ${typeOf(labels)}${firstWrongLabel(labels)}.\n` +
        `Expected an Int32Array, one class index per item.\n${adviceForLabels(labels)}`,
    );
  }
  const detached = isDetached(inputs) ? 'inputs' : isDetached(labels) ? 'labels' : undefined;
  if (detached !== undefined) {
    throw new InvalidDataError(
      `The ${detached} of ${what} have no memory any more: it was transferred, for example to a worker.\n` +
        'Expected arrays that hold their values.\nTransfer a copy: array.slice().',
    );
  }
  checkItemShape(itemShape, what);
  if (ids !== undefined) checkIds(ids, what);
}

const shapes: Limit = {
  expected: `a list of positive integers, at most ${mostAxes}`,
  holds: (shape) =>
    Array.isArray(shape) &&
    shape.length <= mostAxes &&
    Array.from(shape).every((size) => Number.isSafeInteger(size) && (size as number) > 0),
};

/** @throws InvalidDataError unless it is a list of at most five positive integers */
export function checkItemShape(itemShape: unknown, what: string): asserts itemShape is readonly number[] {
  if (isInside(itemShape, shapes)) return;
  throw new InvalidDataError(
    `The itemShape of ${what} is ${show(itemShape)}.\nExpected ${shapes.expected}.\nPass e.g. [28, 28, 1] for images, or [4] for rows of 4 numbers.`,
  );
}

/** Lists of ids that were checked: the same list is seen in every batch. */
const checkedIds = new WeakSet<readonly unknown[]>();

function checkIds(ids: unknown, what: string): void {
  if (!Array.isArray(ids)) {
    throw new InvalidDataError(
      `The ids of ${what} are ${typeOf(ids)}.\nExpected a list of strings, one per item, or no ids at all.\nPass an array, or omit ids.`,
    );
  }
  if (checkedIds.has(ids)) return;
  for (let at = 0; at < ids.length; at++) {
    if (typeof ids[at] === 'string') continue;
    throw new InvalidDataError(
      `Id ${at} of ${what} is ${show(ids[at])}.\nExpected a list of strings, one per item, or no ids at all.\nWrite ids.map(String), or omit ids.`,
    );
  }
  checkedIds.add(ids);
}

function checkLengths({ inputs, labels, itemShape, size, ids }: Split, what: string): void {
  const subject = sentence(what);
  if (!Number.isSafeInteger(size) || size < 0)
    throw new InvalidDataError(
      `${subject} has size ${show(size)}.\nExpected the number of its items. Set size to labels.length.`,
    );
  const values = size * itemSize({ itemShape });
  if (inputs.length !== values) {
    throw new InvalidDataError(
      `${subject} has ${inputs.length} input values.\n` +
        `Expected ${values}: ${size} items of shape [${itemShape.join(', ')}]. Check size and itemShape.`,
    );
  }
  if (labels.length !== size) {
    throw new InvalidDataError(
      `${subject} has ${labels.length} labels for ${size} items.\nExpected one label per item. Check labels and size.`,
    );
  }
  if (ids !== undefined && ids.length !== size) {
    throw new InvalidDataError(
      `${subject} has ${ids.length} ids for ${size} items.\nExpected one id per item, or no ids at all. Check ids and size.`,
    );
  }
}

/**
 * Returns the number of values per item: the product of its shape.
 *
 * @throws InvalidDataError unless `itemShape` is a list of positive integers
 */
export function itemSize(split: Pick<Split, 'itemShape'>): number {
  if (!isObject(split)) {
    throw new InvalidDataError(
      `itemSize: the split is ${show(split)}.\nExpected an object with itemShape.\nPass a split, such as dataset.test.`,
    );
  }
  checkItemShape(split.itemShape, 'the split');
  return split.itemShape.reduce((product, length) => product * length, 1);
}

const sentence = (text: string): string => text[0].toUpperCase() + text.slice(1);
