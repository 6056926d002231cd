import { InvalidOptionError } from '../errors.ts';
import type { Json } from '../json.ts';

/** Options of an acquisition function: every field a JSON value. */
export type OptionsOf<Options> = { [Name in keyof Options]: Json };

/** What an option may be beyond having the type of its default. */
export interface Limit {
  /** In words, to complete "Expected …". */
  readonly expected: string;
  readonly holds: (value: Json) => boolean;
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

/**
 * The defaults with the given changes applied.
 *
 * @throws InvalidOptionError on an option the owner does not have, of another type than its default, or outside its limit
 */
export function resolveOptions<Options extends OptionsOf<Options>>(
  owner: string,
  defaults: Options,
  changes: Partial<Options>,
  limits: Limits<Options> = {},
): Options {
  for (const name of Object.keys(changes) as (keyof Options & string)[]) {
    const value: unknown = changes[name];
    if (!Object.hasOwn(defaults, name)) throw new InvalidOptionError(unknownOption(owner, name, Object.keys(defaults)));
    const expected = limits[name]?.expected ?? `a ${typeof defaults[name]}`;
    const fits = typeof value === typeof defaults[name] && (typeof value !== 'number' || Number.isFinite(value));
    if (!fits || !(limits[name]?.holds(value as Json) ?? true)) {
      throw new InvalidOptionError(
        `${owner}: ${name} is ${show(value)}.\nExpected ${expected}.\nLeave it out for ${show(defaults[name])}.`,
      );
    }
  }
  return { ...defaults, ...changes };
}

function unknownOption(owner: string, name: string, known: readonly string[]): string {
  const expected = known.length > 0 ? `Expected one of: ${known.join(', ')}.` : 'Expected no options: it has none.';
  return `${owner}: there is no option "${name}".\n${expected}\nRemove it or correct its name.`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
