import { show } from './show.ts';
import { suggestionFor } from './suggestion.ts';

/** The values that an option accepts. */
export interface Limit {
  /** The accepted values in words; completes "Expected …". */
  readonly expected: string;
  /** Whether a value is accepted. */
  readonly holds: (value: unknown) => boolean;
  /** Whether only `holds` decides, and the type of the default is ignored. @defaultValue false */
  readonly anyType?: boolean;
  /** Whether the option cannot be omitted. @defaultValue false */
  readonly isRequired?: boolean;
  /** What to pass instead of a value that is not accepted, if the value tells; a sentence. @defaultValue none */
  readonly advice?: (value: unknown) => string | undefined;
}

/** The limits of some options, by name. */
export type Limits<Options> = { readonly [Name in keyof Options]?: Limit };

/** The limits of all options: an option without one does not compile. */
export type LimitsOf<Options> = { readonly [Name in keyof Required<Options>]: Limit };

const numeric = (expected: string, holds: (value: number) => boolean): Limit => ({
  expected,
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && holds(value),
});

export const integer = numeric('an integer', Number.isSafeInteger);
export const positive = numeric('a finite number above 0', (value) => value > 0);
export const notNegative = numeric('a finite number of at least 0', (value) => value >= 0);
export const share = numeric('a share from 0 to 1', (value) => value >= 0 && value <= 1);
export const positiveShare = numeric('a share above 0 and at most 1', (value) => value > 0 && value <= 1);

/**
 * @param most - the largest integer, for a number that decides how much memory is allocated
 * @returns the limit of an integer of at least `least`
 */
export const integerFrom = (least: number, most = Number.MAX_SAFE_INTEGER): Limit => ({
  ...numeric(
    `an integer of at least ${least}`,
    (value) => Number.isSafeInteger(value) && value >= least && value <= most,
  ),
  advice: (value) => (typeof value === 'number' && value > most ? `The largest possible value is ${most}.` : undefined),
});

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
  advice: (value) => didYouMean(value, names),
});

/** The limit of every seed. JSON holds it exactly, and no two of them that differ are the same number. */
export const seedLimit: Limit = { ...integer, advice: () => 'Pass e.g. seed: 1, or omit it to use the default.' };

/** The limit of a number of worker threads. */
export const workersLimit: Limit = {
  expected: "'auto', or an integer from 0 to 64",
  holds: (value) => value === 'auto' || (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 64),
};

export const flag: Limit = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
export const text: Limit = {
  expected: 'a string that is not empty',
  holds: (value) => typeof value === 'string' && value.length > 0,
};
/** Whether a value is a function that can be called. A class cannot, without `new`. */
export const isCallable = (value: unknown): value is (...args: never[]) => unknown =>
  typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));

export const callback: Limit = { expected: 'a function', holds: isCallable };

/** Whether a value is an object of named values: no array, promise, map or the like. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.prototype.toString.call(value) === '[object Object]';

/** Named values, such as a data set. */
export const record: Limit = { expected: 'an object', holds: isRecord };

/** Named values, or a promise of them, which is checked when it has settled. */
export const awaitableRecord: Limit = {
  expected: 'an object, or a promise of one',
  holds: (value) => isRecord(value) || value instanceof Promise,
};

/** Whether a value is JSON, nested at most this deep. */
const isJson = (value: unknown, depth = 16): boolean => {
  if (value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)) return true;
  if (depth === 0) return false;
  const items = Array.isArray(value)
    ? Array.from(value as unknown[])
    : isRecord(value)
      ? Object.values(value)
      : [undefined];
  return items.every((item) => isJson(item, depth - 1));
};

/** Named JSON values, such as the defaults of options. Reports and cache keys hold them. */
export const jsonRecord: Limit = {
  expected: 'an object of JSON values: null, booleans, finite numbers, strings, lists and objects of these',
  holds: (value) => isRecord(value) && isJson(value),
};

export const list: Limit = { expected: 'an array', holds: Array.isArray };

/** A list of strings without repetition, such as the names of layers. */
export const names: Limit = {
  expected: 'a list of different strings',
  holds: (value) => Array.isArray(value) && Array.from(value).every(text.holds) && new Set(value).size === value.length,
};

/** The limit of the path of a folder. */
export const folderPath: Limit = {
  expected: 'the path of a folder, without null characters',
  holds: (value) => typeof value === 'string' && value.length > 0 && value.length < 4096 && !value.includes('\0'),
};

/** The path of a folder, or false. */
export const folderOrFalse: Limit = {
  expected: 'the path of a folder, without null characters, or false',
  holds: (value) => value === false || folderPath.holds(value),
};

/** A radius, or a list of radii; the attack checks that they fit the inputs. */
export const epsilonLimit: Limit = {
  expected: 'a number in units of the input, or a list with one number per value',
  holds: (value) => {
    const radii: unknown[] = Array.isArray(value) ? value : [value];
    return radii.length > 0 && radii.every((radius) => typeof radius === 'number' && radius >= 0);
  },
  advice: () => 'For 8 grey levels of inputs in [0, 1] pass 8 / 255.',
};

/** A value that the owner of the options checks itself. */
export const checkedLater: Limit = { expected: 'a value', holds: () => true };

/** @returns the limit of an option that cannot be omitted */
export const required = (limit: Limit): Limit => ({ ...limit, isRequired: true });

/** @returns a question that names what was probably meant; undefined if nothing is near */
export function didYouMean(value: unknown, names: readonly string[]): string | undefined {
  const meant = typeof value === 'string' ? suggestionFor(value, names) : undefined;
  return meant === undefined ? undefined : `Did you mean ${meant}?`;
}
