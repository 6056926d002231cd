import type { Split } from '../datasets/contract.ts';
import { InvalidDataError } from '../errors.ts';
import { checkNames } from '../options.ts';
import { show } from '../show.ts';
import { isEncoder, isTexts, type Encoder } from '../text/index.ts';
import { checkItemShape } from './check-parts.ts';
import { adviceForInputs, adviceForLabels, firstWrongLabel, isArrayOf, isListLike, typeOf } from './types.ts';
import { checkDistinct, validateSplit } from './validate.ts';

/** Numbers, in a typed array or not. */
type Numbers = Float32Array | Float64Array | Int32Array | readonly number[];

/** One value, or a list of values per axis of an item, as `[[0, 1], [1, 0]]` is an image of 2 × 2 without channels. */
export type NestedNumbers = number | Numbers | readonly NestedNumbers[];

export interface SplitOptions {
  /** Shape of one item, such as [28, 28, 1]. @defaultValue the shape of the nested lists */
  readonly itemShape?: readonly number[];
  /** Distinct names of the items. @defaultValue no names */
  readonly ids?: readonly string[];
  /** Encodes the inputs, which are texts. @defaultValue the inputs are numbers */
  readonly encoder?: Encoder;
}

/**
 * Makes a valid split of plain or typed arrays.
 *
 * A Float32Array or Int32Array is used as it is, without a copy; an Int32Array holds token ids. Numbers of a Float64Array or of plain
 * arrays are rounded to a Float32Array. Other typed arrays are refused, because bytes may be grey levels or token ids.
 * Nested lists have one entry per item; `itemShape` may be omitted then. Labels may be in any array of integers.
 *
 * With an encoder the inputs are texts. The split keeps them, and the encoder.
 *
 * @param inputs - the values of all items, one item after another, or a nested list per item; or a text per item
 * @param labels - the class index per item
 * @returns the split; its size is the number of labels
 * @throws InvalidDataError if inputs or labels are of another type, not finite or no integers, lengths differ, ids repeat, or there
 *   is no item; InvalidOptionError on an unknown option
 *
 * @example
 * const train = split([[5.1, 3.5], [6.2, 2.9]], [0, 1]);
 * const images = split(Float32Array.from(bytes, (byte) => byte / 255), labels, { itemShape: [28, 28, 1] });
 * const reviews = split(['a good film', 'a bad film'], [1, 0], { encoder });
 */
export function split(
  inputs: Numbers | readonly NestedNumbers[] | readonly string[],
  labels: Int32Array | Uint8Array | Numbers,
  options: SplitOptions = {},
): Split {
  checkNames('split', options, ['itemShape', 'ids', 'encoder']);
  const { ids, encoder } = options;
  const { values, shape } = encoder === undefined ? numbersOf(inputs) : encoded(inputs, encoder);
  const itemShape: unknown = options.itemShape ?? shape;
  if (itemShape === undefined) {
    throw new InvalidDataError(
      'split: the inputs are a flat list, and there is no itemShape.\nExpected the shape of an item.\n' +
        'Pass { itemShape: [28, 28, 1] } for images, or { itemShape: [4] } for rows of 4 numbers, or one list per item.',
    );
  }
  checkItemShape(itemShape, 'the split');
  const indices = indicesOf(labels);
  const made: Split = {
    inputs: values,
    itemShape: [...itemShape],
    labels: indices,
    size: indices.length,
    ...(ids !== undefined && { ids }),
    ...(encoder && { texts: [...(inputs as readonly string[])], encoder }),
  };
  validateSplit(made, Number.POSITIVE_INFINITY);
  if (ids !== undefined) checkDistinct('id', ids, 'the split');
  return made;
}

/** The ids of texts, and the shape of an item. */
function encoded(texts: unknown, encoder: unknown): { values: Int32Array; shape: readonly number[] } {
  if (!isEncoder(encoder) || !isTexts(texts)) {
    throw new InvalidDataError(
      `The inputs of the split are ${typeOf(texts)}, and the encoder is ${isEncoder(encoder) ? 'one of texts' : show(encoder)}.\n` +
        'Expected a list of strings, and an encoder from textEncoder(…).\nPass e.g. split(texts, labels, { encoder }), or omit the encoder.',
    );
  }
  return { values: encoder.encode(texts), shape: [encoder.length] };
}

/** The inputs in one array, and the shape of an item if they are nested. */
function numbersOf(inputs: unknown): { values: Float32Array | Int32Array; shape?: readonly number[] } {
  if (isArrayOf(Float32Array, inputs) || isArrayOf(Int32Array, inputs)) return { values: inputs };
  if (!isArrayOf(Float64Array, inputs) && !(isListLike(inputs) && Array.isArray(inputs))) {
    throw new InvalidDataError(
      `The inputs of the split are ${typeOf(inputs)}.\nExpected a Float32Array, a Float64Array or a list of numbers, or an Int32Array of token ids.\n${adviceForInputs(inputs)}`,
    );
  }
  const [first] = inputs as readonly unknown[];
  if (!isListLike(first)) return { values: float32Of(inputs as ArrayLike<unknown>, 'input') };
  const [, ...shape] = shapeOf(inputs as readonly unknown[]);
  const flat: unknown[] = [];
  flatten(inputs as readonly unknown[], [inputs.length, ...shape], [], flat);
  return { values: float32Of(flat, 'input'), shape };
}

/** The lengths of the first list on each axis. */
function shapeOf(list: unknown): number[] {
  const lengths: number[] = [];
  for (let item: unknown = list; isListLike(item) && lengths.length < 8; item = item[0]) lengths.push(item.length);
  return lengths;
}

/** Appends the values of nested lists that must have this shape. */
function flatten(list: unknown, [length, ...inner]: readonly number[], path: readonly number[], into: unknown[]): void {
  if (!isListLike(list) || list.length !== length) {
    throw new InvalidDataError(
      `The inputs of the split are nested unevenly: entry [${path.join('][')}] is ${isListLike(list) ? `a list of ${list.length}` : typeOf(list)}.\n` +
        `Expected a list of ${length}, as in the first item.\nGive all items the same shape.`,
    );
  }
  for (let i = 0; i < length; i++) {
    if (inner.length === 0) into.push(list[i]);
    else flatten(list[i], inner, [...path, i], into);
  }
}

function float32Of(values: ArrayLike<unknown>, what: string): Float32Array {
  const numbers = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (typeof value === 'number' && Number.isFinite(Math.fround(value))) numbers[at] = value;
    else {
      throw new InvalidDataError(
        `Value ${at} of the inputs of the split is ${show(value)}.\nExpected finite numbers that single precision can hold.\nConvert the ${what}s to numbers, and repair or remove missing ones.`,
      );
    }
  }
  return numbers;
}

/** The labels as class indices. Other arrays of integers are converted. */
function indicesOf(labels: unknown): Int32Array {
  if (isArrayOf(Int32Array, labels)) return labels;
  const isIndex = (label: unknown): boolean => Number.isInteger(label) && Math.abs(label as number) < 2 ** 31;
  if (isListLike(labels) && Array.from(labels).every(isIndex)) return Int32Array.from(labels as ArrayLike<number>);
  throw new InvalidDataError(
    `The labels of the split are ${typeOf(labels)}${firstWrongLabel(labels)}.\nExpected integers, one class index per item.\n${adviceForLabels(labels)}`,
  );
}
