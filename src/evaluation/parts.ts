import type { Split } from '../datasets/contract.ts';
import { InvalidOptionError } from '../errors.ts';
import { isCallable, isObject, type Limit } from '../options.ts';
import type { AccuracyMeasurement, AccuracyOfPart } from '../report/schemas/measurement.ts';
import { settleUnseen } from '../settle-unseen.ts';
import { show } from '../show.ts';
import { itemSize } from '../splits/index.ts';
import { wilson } from '../statistics/index.ts';
import { nameOf } from './confusion.ts';

/** An input of a split, as a slice sees it. */
export interface SliceItem {
  /** Its values, as in the split. */
  readonly values: Float32Array | Int32Array;
  /** Its class index. */
  readonly label: number;
  /** Its stable name, if the split has any. */
  readonly id?: string;
}

/** Says whether an input belongs to a slice. `index` is its position in the split. */
export type Slice = (item: SliceItem, index: number) => boolean;

/** The parts of the inputs whose accuracy is measured on its own. */
export interface PartOptions {
  /** Also measure the accuracy of every class. @defaultValue false */
  readonly perClass?: boolean;
  /** Also measure the accuracy of slices: by name, a function that says of an input whether it belongs. @defaultValue none */
  readonly slices?: Readonly<Record<string, Slice>>;
}

/** The limit of slices. */
export const slicesLimit: Limit = {
  expected: 'an object of functions by name, at least one',
  holds: (value) => isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isCallable),
  advice: () => 'Write e.g. { slices: { dark: ({ values }) => values.every((value) => value < 0.5) } }.',
};

/** Named positions in a split. */
interface Part {
  readonly name: string;
  readonly items: readonly number[];
}

/** The parts of a split by what they are. */
export interface Parts {
  readonly perClass?: readonly Part[];
  readonly slices?: readonly Part[];
}

/**
 * Finds the parts of a split.
 *
 * @throws InvalidOptionError if a slice holds no input, throws, or answers anything but true or false
 */
export function partsOf(split: Split, { perClass, slices }: PartOptions, classNames?: readonly string[]): Parts {
  return {
    ...(perClass && { perClass: classesOf(split, classNames) }),
    ...(slices && { slices: Object.entries(slices).map(([name, slice]) => sliceOf(split, name, slice)) }),
  };
}

function classesOf({ labels }: Split, classNames?: readonly string[]): Part[] {
  const items = new Map<number, number[]>();
  labels.forEach((label, item) => {
    const ofClass = items.get(label);
    if (ofClass) ofClass.push(item);
    else items.set(label, [item]);
  });
  return [...items].sort(([a], [b]) => a - b).map(([label, of]) => ({ name: nameOf(label, classNames), items: of }));
}

function sliceOf(split: Split, name: string, slice: Slice): Part {
  const length = itemSize(split);
  const items = Array.from(split.labels.keys()).filter((index) => {
    const values = split.inputs.slice(index * length, (index + 1) * length);
    const belongs = ask(slice, name, { values, label: split.labels[index], id: split.ids?.[index] }, index);
    if (typeof belongs === 'boolean') return belongs;
    settleUnseen(belongs); // the error below says what is wrong
    throw new InvalidOptionError(
      `The slice ${show(name)} answers ${show(belongs)} for input ${index}.\nExpected true or false.\nReturn whether the input belongs to the slice.`,
    );
  });
  if (items.length > 0) return { name, items };
  throw new InvalidOptionError(
    `The slice ${show(name)} holds none of the ${split.size} inputs.\nExpected at least one.\nCorrect its function, or remove the slice.`,
  );
}

function ask(slice: Slice, name: string, item: SliceItem, index: number): unknown {
  try {
    return slice(item, index);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : show(cause);
    throw new InvalidOptionError(
      `The slice ${show(name)} throws for input ${index}: ${reason}\nExpected true or false.\nCorrect its function.`,
      { cause },
    );
  }
}

/**
 * Measures the accuracy of the parts, weakest first. Their intervals hold for all parts at once, because the weakest is picked among them:
 * each has the confidence 1 − (1 − confidence) / parts (Bonferroni).
 *
 * @param correct - by input, whether it is classified correctly
 */
export function accuracyOfParts(
  { perClass, slices }: Parts,
  correct: (item: number) => boolean,
  confidence = 0.95,
): Pick<AccuracyMeasurement, 'perClass' | 'slices'> {
  const level = 1 - (1 - confidence) / ((perClass?.length ?? 0) + (slices ? slices.length + 1 : 0));
  const measured = (parts: readonly Part[]): AccuracyOfPart[] =>
    parts
      .map(({ name, items }) => {
        const right = items.filter(correct).length;
        const interval = wilson(right, items.length, level);
        return { name, inputs: items.length, value: right / items.length, interval };
      })
      .sort((a, b) => a.value - b.value || a.interval.low - b.interval.low);
  return { ...(perClass && { perClass: measured(perClass) }), ...(slices && { slices: measured(slices) }) };
}

/** @returns a warning that names the classes without an input, which have no accuracy */
export function classesWithoutInputs({ perClass }: Parts, classes: number, classNames?: readonly string[]): string[] {
  if (!perClass || perClass.length >= classes) return [];
  const found = new Set(perClass.map(({ name }) => name));
  const missing = Array.from({ length: classes }, (_, label) => nameOf(label, classNames)).filter(
    (name) => !found.has(name),
  );
  if (missing.length === 0) return [];
  const listed = `${missing.slice(0, 10).map(show).join(', ')}${missing.length > 10 ? ', …' : ''}`;
  const of = missing.length === 1 ? `class ${listed} has` : `${missing.length} classes have`;
  return [`${of} no inputs, so nothing is known of ${missing.length === 1 ? 'it' : `them: ${listed}`}`];
}
