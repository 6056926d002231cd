import {
  callback,
  flag,
  integerFrom,
  isCallable,
  isInside,
  isRecord,
  jsonRecord,
  oneOf,
  record,
  text,
} from './options.ts';
import type { Limit } from './options.ts';
import type { AnyAttack, TextAttack } from './attacks/contract.ts';
import { isTextNorm } from './norms/text-epsilon.ts';
import { show } from './show.ts';

/** The properties of a value, whatever it is. */
type Properties = Readonly<Record<string, unknown>>;

/** A kind of value that users pass to functions, told by its properties. */
interface Kind {
  /** The kind in words, such as "an attack". */
  readonly noun: string;
  /** How code writes one. */
  readonly example: string;
  /** The method that only this kind has. */
  readonly method: string;
  /** The limits of its other properties. */
  readonly parts: Readonly<Record<string, Limit>>;
  /** The limits of properties that may be undefined. @defaultValue none */
  readonly options?: Readonly<Record<string, Limit>>;
  /** What to do about a value of another kind, if it tells. @defaultValue none */
  readonly advice?: (value: unknown) => string | undefined;
}

const isNotCalled = ({ noun, example }: Kind, value: unknown): string | undefined =>
  typeof value === 'function' ? `This is a function, not ${noun}. Call it, as in ${example}.` : undefined;

const attack: Kind = {
  noun: 'an attack',
  example: 'pgd',
  method: 'run',
  parts: {
    name: text,
    norm: oneOf('linf', 'l2', 'l1', 'l0'),
    access: oneOf('white-box', 'black-box'),
    options: jsonRecord,
    parameters: callback,
    craft: callback,
  },
  options: { minimal: flag, restarts: callback, warnings: callback, forInputs: callback, code: text },
  advice: (value) =>
    isOf(textAttack, value)
      ? `${show((value as Properties).name)} changes words of texts. Pass an attack on numbers, such as pgd.`
      : undefined,
};

const textAttack: Kind = {
  noun: 'an attack on texts',
  example: 'pwws',
  method: 'run',
  parts: {
    name: text,
    norm: oneOf('words', 'edits'),
    access: oneOf('black-box'),
    options: jsonRecord,
    parameters: callback,
  },
  options: { code: text },
};

const acquisition: Kind = {
  noun: 'an acquisition function',
  example: 'dre',
  method: 'select',
  parts: { name: text, needs: record, options: jsonRecord },
  options: { scores: callback, leastLabelled: integerFrom(0), code: text },
};

const compression: Kind = {
  noun: 'a compression',
  example: 'quantize(8)',
  method: 'compress',
  parts: { name: text, options: jsonRecord },
  options: {
    steps: {
      expected: 'a list of compressions',
      holds: (steps) => Array.isArray(steps) && Array.from(steps).every((step) => isOf(compression, step)),
    },
  },
  advice: (value) => isNotCalled(compression, value),
};

const training: Kind = {
  noun: 'a training',
  example: 'standardTraining({ epochs: 5 })',
  method: 'fit',
  parts: { name: text, options: jsonRecord },
  options: { adversarial: flag, code: text },
  advice: (value) => isNotCalled(training, value),
};

const classifier: Kind = {
  noun: 'a classifier',
  example: 'leNet5({ itemShape, classes, seed })',
  method: 'probabilities',
  parts: { classes: integerFrom(1), predict: callback },
};

const architecture: Limit = {
  expected: 'an architecture, such as leNet5',
  holds: (value) => isCallable(value) && value.name.length > 0,
  advice: (value) =>
    isOf(classifier, value)
      ? 'This is a classifier. Leave out the call: architecture: leNet5.'
      : adviceOn('leNet5', value),
};

const kinds = [attack, textAttack, acquisition, compression, training, classifier];

/** The limits of values that are members of a family. */
export const attackLimit = limitOf(attack);
/** The limit of an attack on numbers or on texts. */
export const anyAttackLimit: Limit = {
  expected: 'an attack, such as pgd, or pwws on texts',
  holds: (value) => attackLimit.holds(value) || limitOf(textAttack).holds(value),
  advice: (value) =>
    isTextNorm(Object(value).norm) ? limitOf(textAttack).advice?.(value) : attackLimit.advice?.(value),
};

/** Whether an attack changes texts. */
export const isTextAttack = (value: AnyAttack): value is TextAttack => isTextNorm(value.norm);

export const acquisitionLimit = limitOf(acquisition);
export const compressionLimit = limitOf(compression);
export const trainingLimit = limitOf(training);
export const architectureLimit = architecture;

function limitOf(kind: Kind): Limit {
  return {
    expected: `${kind.noun}, such as ${kind.example}`,
    holds: (value) => isInside(value, { expected: kind.noun, holds: (member) => isOf(kind, member) }),
    advice: (value) => kind.advice?.(value) ?? flawOf(kind, value) ?? adviceOn(kind.example, value),
  };
}

function isOf(kind: Kind, value: unknown): boolean {
  return has(kind, value) && wrongPart(kind, value) === undefined;
}

/** Whether a value is an object with the method of a kind. */
const has = ({ method }: Kind, value: unknown): value is Properties => isRecord(value) && isCallable(value[method]);

/** The first property that has not the type that it has in this kind. */
function wrongPart({ parts, options = {} }: Kind, value: Properties): readonly [string, Limit] | undefined {
  return [...Object.entries(parts), ...Object.entries(options)].find(
    ([name, limit]) => !(name in options && value[name] === undefined) && !limit.holds(value[name]),
  );
}

/** Names the property that keeps a value from being of a kind. */
function flawOf(kind: Kind, value: unknown): string | undefined {
  const [name, limit] = (has(kind, value) && wrongPart(kind, value)) || [];
  if (name === undefined || limit === undefined) return undefined;
  return `Its property ${name} is ${show((value as Properties)[name])}. Expected ${limit.expected}.`;
}

function adviceOn(example: string, value: unknown): string {
  if (typeof value === 'string' && /^[a-z]\w{0,40}$/i.test(value))
    return `Pass ${value} itself, without quotes, imported from "vitest-dnn".`;
  if (typeof (value as Properties | undefined | null)?.then === 'function') return 'This is a promise: await it first.';
  const other = kinds.find((kind) => isOf(kind, value));
  if (other) return `This is ${other.noun}. Check the order of the arguments, and the names of the options.`;
  return `Pass e.g. ${example}, imported from "vitest-dnn".`;
}
