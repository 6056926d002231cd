import { InvalidDataError } from '../errors.ts';
import type { Split } from '../datasets/contract.ts';
import { show } from '../show.ts';

/**
 * Rejects a split whose parts have other types or lengths than `Split` declares. Every function that takes a split calls it first:
 * numbers of another element type would be truncated or read as token ids. It reads no value, unless it fails.
 *
 * @param what - name of the split in errors, e.g. `the training split of "glyphs"`
 * @throws InvalidDataError if a part has another type or length; the message names it, and says how to convert
 */
export function checkParts(split: Split, what = 'the split'): void {
  checkTypes(split, what);
  checkLengths(split, what);
}

function checkTypes(split: Split, what: string): void {
  if (typeof split !== 'object' || split === null) {
    throw new InvalidDataError(
      `${sentence(what)} is ${show(split)}.\nExpected { inputs, itemShape, labels, size }.\nPass a split, such as dataset.test.`,
    );
  }
  const { inputs, labels, itemShape, ids } = split;
  if (!(inputs instanceof Float32Array) && !(inputs instanceof Int32Array)) {
    throw new InvalidDataError(
      `The inputs of ${what} are ${typeOf(inputs)}.\nExpected a Float32Array of numbers, or an Int32Array of token ids.\n${adviceForInputs(inputs)}`,
    );
  }
  if (!(labels instanceof Int32Array)) {
    throw new InvalidDataError(
      `The labels of ${what} are ${typeOf(labels)}${firstWrongLabel(labels)}.\n` +
        `Expected an Int32Array, one class index per item.\n${adviceForLabels(labels)}`,
    );
  }
  if (!Array.isArray(itemShape) || itemShape.some((size) => !Number.isInteger(size) || size < 1)) {
    throw new InvalidDataError(
      `The itemShape of ${what} is ${show(itemShape)}.\nExpected a list of positive integers.\nPass e.g. [28, 28, 1] for images, or [4] for rows of 4 numbers.`,
    );
  }
  if (ids !== undefined && !Array.isArray(ids)) {
    throw new InvalidDataError(
      `The ids of ${what} are ${typeOf(ids)}.\nExpected a list of strings, one per item, or no ids at all.\nPass an array, or omit ids.`,
    );
  }
}

function checkLengths({ inputs, labels, itemShape, size, ids }: Split, what: string): void {
  const subject = sentence(what);
  if (!Number.isInteger(size) || size < 0)
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

/** Returns the number of values per item: the product of its shape. */
export function itemSize(split: Pick<Split, 'itemShape'>): number {
  return split.itemShape.reduce((product, length) => product * length, 1);
}

const sentence = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** The type of a part of a split, in words. */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) return Array.isArray(value[0]) ? 'an array of arrays' : `an array of ${typeof value[0]}s`;
  if (typeof value !== 'object' || value === null) return show(value);
  const name = value.constructor?.name ?? 'object';
  const isForeign = ArrayBuffer.isView(value) && !(value instanceof Object);
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}${isForeign ? ' of another JavaScript context' : ''}`;
}

function adviceForInputs(inputs: unknown): string {
  if (inputs instanceof Uint8Array || inputs instanceof Uint8ClampedArray)
    return 'Write Float32Array.from(inputs, (byte) => byte / 255) for images in [0, 1], or Int32Array.from(inputs) for token ids.';
  if (inputs instanceof BigInt64Array || inputs instanceof BigUint64Array)
    return 'Write Int32Array.from(inputs, Number) for token ids, or Float32Array.from(inputs, Number).';
  if (Array.isArray(inputs) && Array.isArray(inputs[0])) return 'Write Float32Array.from(inputs.flat(Infinity)).';
  if (isListLike(inputs)) return 'Write Float32Array.from(inputs), or Int32Array.from(inputs) for token ids.';
  return 'Pass the values of all items, one item after another.';
}

function adviceForLabels(labels: unknown): string {
  if (!isListLike(labels)) return 'Pass the class indices of all items.';
  const [first] = Array.from(labels);
  if (typeof first === 'string') return 'Write Int32Array.from(labels, (name) => classNames.indexOf(name)).';
  if (typeof first === 'bigint') return 'Write Int32Array.from(labels, Number).';
  if (typeof first === 'object')
    return 'Write Int32Array.from(labels, (shares) => shares.indexOf(1)) for one-hot rows.';
  if (firstWrongLabel(labels)) return 'Correct the labels: a conversion would cut them to integers.';
  return 'Write Int32Array.from(labels).';
}

/** Names the first label that is a number, but not an integer. */
function firstWrongLabel(labels: unknown): string {
  if (!isListLike(labels)) return '';
  const values = Array.from(labels);
  const at = values.findIndex((label) => typeof label === 'number' && !Number.isInteger(label));
  return at < 0 ? '' : `, and label ${at} is ${String(values[at])}`;
}

const isListLike = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
