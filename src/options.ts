import { InvalidOptionError } from './errors.ts';
import type { Json } from './json.ts';
import { didYouMean, type Limit, type Limits } from './limits.ts';
import { settleUnseen } from './settle-unseen.ts';
import { show } from './show.ts';
import { isObject } from './value-kinds.ts';

export * from './limits.ts';
export * from './value-kinds.ts';

/** Options of an algorithm. Every field is a JSON value, so that reports and cache keys can hold it. */
export type OptionsOf<Options> = { readonly [Name in keyof Options]: Json };

/**
 * Checks that a value is inside its limit.
 *
 * @param advice - a sentence on what to pass instead, unless the limit knows better
 * @throws InvalidOptionError - if the value is outside, or cannot be read
 */
export function demand(owner: string, name: string, value: unknown, limit: Limit, advice?: string): void {
  if (isInside(value, limit)) return;
  settleUnseen(value);
  const best = adviceOn(value, limit) ?? advice;
  const lines = [`${owner}: ${name} is ${show(value)}.`, `Expected ${limit.expected}.`, ...(best ? [best] : [])];
  throw new InvalidOptionError(lines.join('\n'));
}

/** Whether a value is inside its limit, and can be read. */
export function isInside(value: unknown, limit: Limit): boolean {
  try {
    return limit.holds(value);
  } catch {
    return false; // a proxy or a getter that throws
  }
}

function adviceOn(value: unknown, { advice }: Limit): string | undefined {
  try {
    return advice?.(value);
  } catch {
    return undefined;
  }
}

/**
 * Checks that the options are an object that only has these names. Only its own enumerable properties count.
 *
 * @returns a copy without the options that are undefined, which count as omitted
 * @throws InvalidOptionError - if they are not an object, have another name or cannot be read
 */
export function checkNames<Options>(owner: string, options: Options, names: readonly string[]): Options {
  const entries = entriesOf(owner, options, names);
  const unknown = entries.find(([name]) => !names.includes(name));
  if (unknown === undefined) return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Options;
  const list = names.join(', ');
  const advice = ['Remove it or correct its name.', didYouMean(unknown[0], names)].filter(Boolean).join(' ');
  throw new InvalidOptionError(
    `${owner}: there is no option "${cut(unknown[0])}".\n${list ? `Expected one of: ${list}.` : 'Expected no options.'}\n${advice}`,
  );
}

function entriesOf(owner: string, options: unknown, names: readonly string[]): [string, unknown][] {
  const fail = (advice: string, cause?: unknown): never => {
    const expected = names.length > 0 ? `an object with ${names.join(', ')}` : 'no options, or an empty object';
    throw new InvalidOptionError(`${owner}: the options are ${show(options)}.\nExpected ${expected}.${advice}`, {
      cause,
    });
  };
  try {
    if (isPromise(options)) return fail('\nThis is a promise: await it first.');
    const isRecord = isObject(options) && Object.prototype.toString.call(options) === '[object Object]';
    return isRecord ? Object.entries(options) : fail('');
  } catch (cause) {
    if (cause instanceof InvalidOptionError) throw cause;
    return fail('\nTheir properties cannot be read: pass a plain object.', cause);
  }
}

const isPromise = (value: unknown): boolean => isObject(value) && typeof value.then === 'function';

const cut = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

/**
 * Checks that every option has a limit and is inside it. Undefined counts as omitted.
 *
 * @returns a copy without the options that are undefined
 * @throws InvalidOptionError - if a name has no limit, a value is outside its limit, or a required option is missing
 */
export function checkOptions<Options>(
  owner: string,
  options: Options,
  limits: Readonly<Record<string, Limit>>,
): Options {
  const defined = checkNames(owner, options, Object.keys(limits)) as Readonly<Record<string, unknown>>;
  for (const [name, limit] of Object.entries(limits)) {
    if (!Object.hasOwn(defined, name) && !limit.isRequired) continue;
    demand(owner, name, defined[name], limit, limit.isRequired ? undefined : 'Omit it to use the default.');
  }
  return defined as Options;
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
  const defined = checkNames(owner, changes, Object.keys(defaults));
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
  const isOfType = (value: unknown): boolean =>
    typeof value === type &&
    Array.isArray(value) === Array.isArray(fallback) &&
    (type !== 'number' || Number.isFinite(value));
  return {
    ...limit,
    expected: limit?.expected ?? (Array.isArray(fallback) ? 'an array' : `a ${type}`),
    holds: (value) => isOfType(value) && (limit?.holds(value) ?? true),
  };
}
