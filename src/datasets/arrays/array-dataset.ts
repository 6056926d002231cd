import { InvalidDataError } from '../../errors.ts';
import { integer, names, oneOf, positive, resolveOptions, text } from '../../options.ts';
import { show } from '../../show.ts';
import { subset, validateDataset } from '../../splits/index.ts';
import type { DataKind, Dataset, Split } from '../contract.ts';
import { countOf, readValues, type StoredArray } from './stored-array.ts';

/** Options of the readers of arrays. */
export interface ArrayOptions {
  /** Name of the data set. @defaultValue the name of the folder, or of the file without its end */
  readonly name?: string;
  /** Names of the classes. @defaultValue the numbers up to the highest label */
  readonly classNames?: readonly string[];
  /** The number of the first class. @defaultValue 0 */
  readonly firstLabel?: number;
  /** What the items are. @defaultValue by their shape, as for every data set */
  readonly kind?: DataKind | null;
  /** Order of the axes of images: channels last, or first as in PyTorch. @defaultValue 'nhwc' */
  readonly layout?: 'nhwc' | 'nchw';
  /** Number that every value is divided by. @defaultValue of images of bytes 255, of 16-bit images 65535, else 1 */
  readonly divideBy?: number | null;
}

/** Names of the four arrays. If both splits name the same arrays, every fifth item is tested. */
export interface ArrayNames {
  readonly trainInputs: string;
  readonly trainLabels: string;
  readonly testInputs: string;
  readonly testLabels: string;
}

const kinds = ['image', 'text', 'tabular', 'series'] as const;
const limits = {
  name: text,
  classNames: names,
  firstLabel: integer,
  kind: { ...oneOf(...kinds), anyType: true },
  layout: oneOf('nhwc', 'nchw'),
  divideBy: positive,
};

/** Resolves the options of a reader of arrays. @throws InvalidOptionError on an unknown option or one out of range */
export function resolveArrayOptions<Own extends { readonly [Name in keyof Own]: string }>(
  owner: string,
  own: Own,
  requested: ArrayOptions & Partial<Own>,
): Own & Required<ArrayOptions> {
  const defaults = { classNames: [] as readonly string[], firstLabel: 0, kind: null, layout: 'nhwc', divideBy: null };
  return resolveOptions(
    owner,
    { ...defaults, ...own } as never,
    requested as never,
    {
      ...limits,
      ...Object.fromEntries(Object.keys(own).map((name) => [name, text])),
    } as never,
  );
}

/**
 * Makes a data set of four arrays. Items of two axes of bytes or bool are grey images, and get an axis of one channel. Integers become
 * token ids if `kind` is `'text'`, else all values become float32.
 *
 * @param open - opens an array by its name
 * @throws InvalidDataError if inputs and labels do not fit each other, or a label is no class
 */
export function arrayDataset(
  options: ArrayNames & Required<ArrayOptions>,
  open: (name: string) => StoredArray,
  source: NonNullable<Dataset['source']>,
): Dataset {
  const { trainInputs, trainLabels, testInputs, testLabels, classNames, kind } = options;
  const isOne = trainInputs === testInputs && trainLabels === testLabels;
  const whole = readSplit(open(trainInputs), open(trainLabels), options);
  const { train, test } = isOne
    ? dividedSplit(whole)
    : { train: whole, test: readSplit(open(testInputs), open(testLabels), options) };
  const dataset: Dataset = {
    name: options.name,
    classNames: classNames.length > 0 ? classNames : numbersUpTo(train, test, options.firstLabel),
    ...(kind && { kind }),
    train,
    test,
    source,
  };
  validateDataset(dataset);
  return dataset;
}

/** Every how manyeth item is tested if there is one split. */
const testEvery = 5;

/** Divides one split: every fifth item is tested. */
export function dividedSplit(split: Split): { readonly train: Split; readonly test: Split } {
  const positions = Array.from({ length: split.size }, (_, at) => at);
  const isTested = (at: number): boolean => at % testEvery === testEvery - 1;
  return {
    train: subset(
      split,
      positions.filter((at) => !isTested(at)),
    ),
    test: subset(split, positions.filter(isTested)),
  };
}

function readSplit(inputs: StoredArray, labels: StoredArray, options: Required<ArrayOptions>): Split {
  const [size = 0, ...item] = inputs.shape;
  if (labels.shape[0] !== size || countOf(labels.shape) !== size) {
    throw new InvalidDataError(
      `${inputs.source.name} has the shape [${inputs.shape.join(', ')}], and ${labels.source.name} [${labels.shape.join(', ')}].\n` +
        'Expected [n, …] and [n]: one label per item. Check that both belong together; of one-hot rows take labels.argmax(1).',
    );
  }
  const { type, source } = inputs;
  const { kind, layout, firstLabel } = options;
  const isPicture = kind === 'image' || (kind === null && item.length > 1);
  const isGrey = item.length === 2 && (kind === 'image' || (kind === null && (type === 'u1' || type === 'bool')));
  const isFirst = layout === 'nchw' && item.length === 3;
  const most = isPicture ? ({ u1: 255, u2: 65_535 } as Readonly<Record<string, number>>)[type] : undefined;
  if (countOf(inputs.shape) > 2 ** 32) throw tooMany(source.name, inputs.shape);
  const isTokens = kind === 'text';
  if (isTokens && type.startsWith('f')) throw noTokens(source.name, type);
  const values = new (isTokens ? Int32Array : Float32Array)(countOf(inputs.shape));
  readValues(inputs, values, {
    divideBy: options.divideBy ?? most ?? 1,
    ...(isFirst && { order: [0, 2, 3, 1] }),
  });
  const itemShape = isFirst ? [item[1], item[2], item[0]] : isGrey ? [...item, 1] : item.length === 0 ? [1] : item;
  return { inputs: values, itemShape, labels: readLabels(labels, firstLabel, options.classNames.length), size };
}

/** The labels as class indices. */
function readLabels(array: StoredArray, first: number, classes: number): Int32Array {
  const values = new Float64Array(countOf(array.shape));
  readValues(array, values);
  const last = classes > 0 ? first + classes - 1 : first + 2 ** 20;
  const wrong = values.findIndex((label) => !(Number.isInteger(label) && label >= first && label <= last));
  if (wrong === -1) return Int32Array.from(values, (label) => label - first);
  throw new InvalidDataError(
    `Label ${wrong} in ${array.source.name} is ${values[wrong]}.\nExpected ${classes > 0 ? `integers from ${first} to ${last}, because there are ${classes} class names` : `integers from ${first} upwards`}. ` +
      'Correct the label, or pass firstLabel and classNames.',
  );
}

const numbersUpTo = (train: Split, test: Split, first: number): string[] => {
  const last = [train, test].reduce((most, { labels }) => labels.reduce((a, b) => Math.max(a, b), most), 0);
  return Array.from({ length: last + 1 }, (_, label) => String(label + first));
};

const tooMany = (name: string, shape: readonly number[]): InvalidDataError =>
  new InvalidDataError(
    `${name} has the shape [${shape.join(', ')}], which is ${countOf(shape)} values.\nExpected at most 2^32. Save a part of it.`,
  );

const noTokens = (name: string, type: string): InvalidDataError =>
  new InvalidDataError(
    `${name} has values of the type ${show(type)}.\nExpected integers, because kind is 'text': token ids. Save it with x.astype("int32"), or correct kind.`,
  );
