import { InvalidOptionError } from './errors.ts';
import type { Json } from './json.ts';
import { show } from './show.ts';

/** Options of an algorithm: every field a JSON value, so that they survive in reports and cache keys. */
export type OptionsOf<Options> = { readonly [Name in keyof Options]: Json };

/** What a value may be. */
export interface Limit {
  /** In words, to complete "Expected …". */
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  /** Whether `holds` alone decides, whatever the type of the default. @defaultValue false */
  readonly anyType?: boolean;
}

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

/** An integer of at least `least`. */
export const integerFrom = (least: number): Limit =>
  numeric(`an integer of at least ${least}`, (value) => Number.isSafeInteger(value) && value >= least);

/** A number between two bounds, the lower one included. */
export const within = (low: number, high: number): Limit =>
  numeric(`a number of at least ${low} and below ${high}`, (value) => value >= low && value < high);

/** A number between two bounds, neither of them included. */
export const between = (low: number, high: number): Limit =>
  numeric(`a number above ${low} and below ${high}`, (value) => value > low && value < high);

/** One of a few names. */
export const oneOf = (...names: readonly string[]): Limit => ({
  expected: `one of ${names.map(show).join(', ')}`,
  holds: (value) => names.includes(value as string),
});

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Refuses a value outside its limit.
 *
 * @param advice - what to pass instead, as a sentence
 * @throws InvalidOptionError
 */
export function demand(owner: string, name: string, value: unknown, limit: Limit, advice?: string): void {
  if (limit.holds(value)) return;
  const lines = [`${owner}: ${name} is ${show(value)}.`, `Expected ${limit.expected}.`, ...(advice ? [advice] : [])];
  throw new InvalidOptionError(lines.join('\n'));
}

/** Refuses what is no object, and names that the owner does not have. @throws InvalidOptionError */
export function checkNames(owner: string, options: unknown, names: readonly string[]): void {
  const list = names.join(', ');
  if (!isObject(options))
    throw new InvalidOptionError(`${owner}: the options are ${show(options)}.\nExpected an object with ${list}.`);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const expected = list ? `Expected one of: ${list}.` : 'Expected no options: it has none.';
  throw new InvalidOptionError(
    `${owner}: there is no option "${unknown}".\n${expected}\nRemove it or correct its name.`,
  );
}

/** Refuses names that have no limit, and values outside theirs; undefined counts as not given. @throws InvalidOptionError */
export function checkOptions(owner: string, options: unknown, limits: Readonly<Record<string, Limit>>): void {
  checkNames(owner, options, Object.keys(limits));
  for (const [name, value] of Object.entries(options as object))
    if (value !== undefined) demand(owner, name, value, limits[name], 'Leave it out for the default.');
}

/**
 * The defaults with the given changes applied; undefined counts as not given. A default of null stands for a number that
 * the owner works out.
 *
 * @throws InvalidOptionError on an option the owner does not have, of another type than its default, or outside its limit
 */
export function resolveOptions<Options extends OptionsOf<Options>>(
  owner: string,
  defaults: Options,
  changes: Partial<Options>,
  limits: Limits<Options> = {},
): Options {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  checkNames(owner, given, Object.keys(defaults));
  for (const [name, value] of Object.entries(given)) {
    const fallback = defaults[name as keyof Options];
    if (value === null && fallback === null) continue;
    const instead = fallback === null ? 'the default' : show(fallback);
    demand(owner, name, value, limitOf(fallback, limits[name as keyof Options]), `Leave it out for ${instead}.`);
  }
  return { ...defaults, ...given };
}

/** The limit of an option, which has to have the type of its default. */
function limitOf(fallback: Json, limit?: Limit): Limit {
  if (limit?.anyType) return limit;
  const type = fallback === null ? 'number' : typeof fallback;
  const isOfType = (value: unknown): boolean => typeof value === type && (type !== 'number' || Number.isFinite(value));
  return {
    expected: limit?.expected ?? `a ${type}`,
    holds: (value) => isOfType(value) && (limit?.holds(value) ?? true),
  };
}
