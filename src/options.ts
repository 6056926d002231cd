import { InvalidOptionError } from './errors.ts';
import type { Json } from './json.ts';
import { show } from './show.ts';

/** Options of an algorithm. Every field is a JSON value, so that reports and cache keys can hold it. */
export type OptionsOf<Options> = { readonly [Name in keyof Options]: Json };

/** The values that an option accepts. */
export interface Limit {
  /** The accepted values in words; completes "Expected …". */
  readonly expected: string;
  /** Whether a value is accepted. */
  readonly holds: (value: unknown) => boolean;
  /** Whether only `holds` decides, and the type of the default is ignored. @defaultValue false */
  readonly anyType?: boolean;
}

/** The limits of some options, by name. */
export type Limits<Options> = { readonly [Name in keyof Options]?: Limit };

const numeric = (expected: string, holds: (value: number) => boolean): Limit => ({
  expected,
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && holds(value),
});

export const integer = numeric('an integer', Number.isSafeInteger);
export const positive = numeric('a finite number above 0', (value) => value > 0);
export const notNegative = numeric('a finite number of at least 0', (value) => value >= 0);
export const share = numeric('a share from 0 to 1', (value) => value >= 0 && value <= 1);
export const positiveShare = numeric('a share above 0 and at most 1', (value) => value > 0 && value <= 1);

/** @returns the limit of an integer of at least `least` */
export const integerFrom = (least: number): Limit =>
  numeric(`an integer of at least ${least}`, (value) => Number.isSafeInteger(value) && value >= least);

/** @returns the limit of a number in [low, high) */
export const within = (low: number, high: number): Limit =>
  numeric(`a number of at least ${low} and below ${high}`, (value) => value >= low && value < high);

/** @returns the limit of a number in (low, high) */
export const between = (low: number, high: number): Limit =>
  numeric(`a number above ${low} and below ${high}`, (value) => value > low && value < high);

/** @returns the limit of a value that is one of the names */
export const oneOf = (...names: readonly string[]): Limit => ({
  expected: `one of ${names.map(show).join(', ')}`,
  holds: (value) => names.includes(value as string),
});

/** @returns whether the value is an object, neither null nor an array */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Checks that a value is inside its limit.
 *
 * @param advice - a sentence on what to pass instead
 * @throws InvalidOptionError - if the value is outside
 */
export function demand(owner: string, name: string, value: unknown, limit: Limit, advice?: string): void {
  if (limit.holds(value)) return;
  const lines = [`${owner}: ${name} is ${show(value)}.`, `Expected ${limit.expected}.`, ...(advice ? [advice] : [])];
  throw new InvalidOptionError(lines.join('\n'));
}

/**
 * Checks that the options are an object that only has these names.
 *
 * @throws InvalidOptionError - if they are not an object, or have another name
 */
export function checkNames(owner: string, options: unknown, names: readonly string[]): void {
  const list = names.join(', ');
  if (!isObject(options))
    throw new InvalidOptionError(`${owner}: the options are ${show(options)}.\nExpected an object with ${list}.`);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const expected = list ? `Expected one of: ${list}.` : 'Expected no options.';
  throw new InvalidOptionError(
    `${owner}: there is no option "${unknown}".\n${expected}\nRemove it or correct its name.`,
  );
}

/**
 * Checks that every option has a limit and is inside it. Undefined counts as omitted.
 *
 * @throws InvalidOptionError - if a name has no limit, or a value is outside its limit
 */
export function checkOptions(owner: string, options: unknown, limits: Readonly<Record<string, Limit>>): void {
  checkNames(owner, options, Object.keys(limits));
  for (const [name, value] of Object.entries(options as object))
    if (value !== undefined) demand(owner, name, value, limits[name], 'Omit it to use the default.');
}

/**
 * Applies changes to default options. Undefined counts as omitted. A default of null means that the owner computes a number.
 *
 * @returns the defaults with the changes applied
 * @throws InvalidOptionError - if an option is unknown, or its value is outside its limit or of another type than its default
 */
export function resolveOptions<Options extends OptionsOf<Options>>(
  owner: string,
  defaults: Options,
  changes: Partial<Options>,
  limits: Limits<Options> = {},
): Options {
  const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  checkNames(owner, defined, Object.keys(defaults));
  for (const [name, value] of Object.entries(defined)) {
    const fallback = defaults[name as keyof Options];
    if (value === null && fallback === null) continue;
    const standard = fallback === null ? 'the default' : `the default, ${show(fallback)}`;
    demand(owner, name, value, limitOf(fallback, limits[name as keyof Options]), `Omit it to use ${standard}.`);
  }
  return { ...defaults, ...defined };
}

/** The limit of an option, narrowed to the type of its default. */
function limitOf(fallback: Json, limit?: Limit): Limit {
  if (limit?.anyType) return limit;
  const type = fallback === null ? 'number' : typeof fallback;
  const isOfType = (value: unknown): boolean => typeof value === type && (type !== 'number' || Number.isFinite(value));
  return {
    expected: limit?.expected ?? `a ${type}`,
    holds: (value) => isOfType(value) && (limit?.holds(value) ?? true),
  };
}
