import type { Limit } from './limits.ts';

/** The properties of a value, whatever it is. */
type Properties = Readonly<Record<string, unknown>>;

/** A kind of value that users pass to functions, told by its properties. */
interface Kind {
  /** The kind in words, such as "an attack". */
  readonly noun: string;
  /** How code writes one. */
  readonly example: string;
  readonly has: (value: Properties) => boolean;
  /** What to do about a value of another kind, if it tells. @defaultValue none */
  readonly advice?: (value: unknown) => string | undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0;
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCallable = ({ noun, example }: Kind, value: unknown): string | undefined =>
  isFunction(value) ? `This is a function, not ${noun}. Call it, as in ${example}.` : undefined;

const attack: Kind = {
  noun: 'an attack',
  example: 'pgd',
  has: ({ name, norm, run }) => isText(name) && isText(norm) && isFunction(run),
};

const acquisition: Kind = {
  noun: 'an acquisition function',
  example: 'dre',
  has: ({ name, needs, select }) => isText(name) && isRecord(needs) && isFunction(select),
};

const compression: Kind = {
  noun: 'a compression',
  example: 'quantize(8)',
  has: ({ name, compress }) => isText(name) && isFunction(compress),
  advice: (value) => isCallable(compression, value),
};

const training: Kind = {
  noun: 'a training',
  example: 'standardTraining({ epochs: 5 })',
  has: ({ name, options, fit }) => isText(name) && isRecord(options) && isFunction(fit),
  advice: (value) => isCallable(training, value),
};

const classifier: Kind = {
  noun: 'a classifier',
  example: 'leNet5({ itemShape, classes, seed })',
  has: ({ classes, predict, probabilities }) => Boolean(classes) && isFunction(predict) && isFunction(probabilities),
};

const architecture: Kind = {
  noun: 'an architecture',
  example: 'leNet5',
  has: (value) => isFunction(value) && isText(value.name) && !attack.has(value) && !acquisition.has(value),
  advice: (value) =>
    classifier.has(value as Properties) ? 'This is a classifier. Leave out the call: architecture: leNet5.' : undefined,
};

const kinds = [attack, acquisition, compression, training, classifier];

/** The limits of values that are members of a family. */
export const attackLimit = limitOf(attack);
export const acquisitionLimit = limitOf(acquisition);
export const compressionLimit = limitOf(compression);
export const trainingLimit = limitOf(training);
export const architectureLimit = limitOf(architecture);

function limitOf(kind: Kind): Limit {
  return {
    expected: `${kind.noun}, such as ${kind.example}`,
    holds: (value) => isOf(kind, value),
    advice: (value) => kind.advice?.(value) ?? adviceOn(kind, value),
  };
}

function isOf({ has }: Kind, value: unknown): boolean {
  return (isRecord(value) || isFunction(value)) && has(value as Properties);
}

function adviceOn({ example }: Kind, value: unknown): string {
  if (typeof value === 'string' && /^[a-z]\w{0,40}$/i.test(value))
    return `Pass ${value} itself, without quotes, imported from "vitest-dnn".`;
  if (isRecord(value) && isFunction((value as Properties).then)) return 'This is a promise: await it first.';
  const other = kinds.find((kind) => isOf(kind, value));
  if (other) return `This is ${other.noun}. Check the order of the arguments, and the names of the options.`;
  return `Pass e.g. ${example}, imported from "vitest-dnn".`;
}
