import { InvalidOptionError } from './errors.ts';
import type { Json } from './json.ts';

/** Options of an algorithm: every field a JSON value, so that they survive in reports and cache keys. */
export type OptionsOf<Options> = { readonly [Name in keyof Options]: Json };

/** What an option may be beyond having the type of its default. */
export interface Limit {
  /** In words, to complete "Expected …". */
  readonly expected: string;
  readonly holds: (value: Json) => boolean;
  /** Whether `holds` alone decides, whatever the type of the default. @defaultValue false */
  readonly anyType?: boolean;
}

export type Limits<Options> = { readonly [Name in keyof Options]?: Limit };

/** An integer of at least `least`. */
export function integerFrom(least: number): Limit {
  return {
    expected: `an integer of at least ${least}`,
    holds: (value) => Number.isSafeInteger(value) && (value as number) >= least,
  };
}

/** One of a few names. */
export function oneOf(...names: string[]): Limit {
  return {
    expected: `one of ${names.map((name) => `'${name}'`).join(', ')}`,
    holds: (value) => names.includes(value as string),
  };
}

/** A number between two bounds, the lower one included. */
export function within(low: number, high: number): Limit {
  return {
    expected: `a number of at least ${low} and below ${high}`,
    holds: (value) => typeof value === 'number' && value >= low && value < high,
  };
}

/** A finite number of at least 0. */
export const notNegative: Limit = {
  expected: 'a finite number of at least 0',
  holds: (value) => typeof value === 'number' && value >= 0,
};

/** A finite number above 0. */
export const positive: Limit = {
  expected: 'a finite number above 0',
  holds: (value) => typeof value === 'number' && value > 0,
};

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
  const given = Object.entries(changes).filter(([, value]) => value !== undefined) as [keyof Options & string, Json][];
  for (const [name, value] of given) {
    if (!Object.hasOwn(defaults, name)) throw new InvalidOptionError(unknownOption(owner, name, Object.keys(defaults)));
    const fallback = defaults[name];
    if (value === null && fallback === null) continue;
    const type = fallback === null ? 'number' : typeof fallback;
    const fits =
      limits[name]?.anyType || (typeof value === type && (typeof value !== 'number' || Number.isFinite(value)));
    if (fits && (limits[name]?.holds(value) ?? true)) continue;
    throw new InvalidOptionError(
      `${owner}: ${name} is ${show(value)}.\nExpected ${limits[name]?.expected ?? `a ${type}`}.\n` +
        `Leave it out for ${fallback === null ? 'the default' : show(fallback)}.`,
    );
  }
  return { ...defaults, ...Object.fromEntries(given) };
}

function unknownOption(owner: string, name: string, known: readonly string[]): string {
  const expected = known.length > 0 ? `Expected one of: ${known.join(', ')}.` : 'Expected no options: it has none.';
  return `${owner}: there is no option "${name}".\n${expected}\nRemove it or correct its name.`;
}

function show(value: Json): string {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
