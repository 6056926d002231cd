import fc from 'fast-check';
import { tweaksOf } from './tweaks.ts';
import { values, type Value } from './values.ts';

/** Changes the part of some arguments. */
interface Change {
  /** Draws the part: the remainder by the number of parts counts. */
  readonly part: number;
  /** Draws the tweak of the part; the value replaces it if there is none. */
  readonly tweak: number;
  /** How the part changes. */
  readonly way: 'replace' | 'tweak' | 'remove';
  readonly value: Value;
}

/** Changes of the arguments of one call. */
export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    part: fc.nat(),
    tweak: fc.nat(),
    way: fc.oneof(
      { weight: 5, arbitrary: fc.constant('replace' as const) },
      { weight: 5, arbitrary: fc.constant('tweak' as const) },
      { weight: 1, arbitrary: fc.constant('remove' as const) },
    ),
    value: values,
  }),
  { minLength: 1, maxLength: 3, size: 'max' },
);

type Path = readonly (string | number)[];

/** Options that ask for that much work. A large number is a valid wish to wait. */
const wishes =
  /^(epochs|steps|restarts|iterations|queries|rounds|stages|draws|samples|batches|searchSteps|ensemble|candidates|hidden|train|test|patience|warmup|trials|n)$/;
const isWish = (path: Path, value: unknown): boolean =>
  (typeof value === 'number' || typeof value === 'bigint') &&
  value > 100 &&
  value < Infinity &&
  path.some((key) => wishes.test(String(key)));

/** Applies changes. @returns the changed arguments, and the changes as text */
export function changed(args: readonly unknown[], drawn: readonly Change[]): { args: unknown[]; text: string } {
  let result = [...args];
  const texts: string[] = [];
  for (const change of drawn) {
    const paths = [...pathsOf(result)];
    const path = paths[change.part % paths.length] ?? [0];
    const { text, value, removed } = changedPart(valueAt(result, path), change);
    if (isWish(path, value)) continue;
    const cut = removed && path.length === 1;
    result = cut ? result.toSpliced(path[0] as number, 1) : (withPart(result, path, value, removed) as unknown[]);
    texts.push(`${nameOf(path)} ${text}`);
  }
  return { args: result, text: texts.join('; ') };
}

function changedPart(
  part: unknown,
  { way, tweak, value }: Change,
): { text: string; value?: unknown; removed?: boolean } {
  if (way === 'remove') return { text: 'is removed', removed: true };
  try {
    const tweaks = way === 'tweak' ? Object.entries(tweaksOf(part)) : [];
    const [text, apply] = tweaks[tweak % tweaks.length];
    return { text, value: apply() };
  } catch {
    return { text: `is ${value.text}`, value: value.make() }; // there is no tweak, or the part is hostile already
  }
}

/** The paths of the parts of some arguments: every argument, and the properties of plain objects and short lists in it. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (path.length > 3 || !isPlain(value)) return;
  for (const key of Object.keys(value).slice(0, 14))
    yield* pathsOf((value as Record<string, unknown>)[key], [...path, Array.isArray(value) ? Number(key) : key]);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    const accessor = Object.values(Object.getOwnPropertyDescriptors(value)).some(({ get }) => get !== undefined);
    return !accessor && (prototype === Object.prototype || (Array.isArray(value) && value.length <= 10));
  } catch {
    return false;
  }
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, key) => (part as Record<string | number, unknown> | undefined)?.[key], value);

/** A copy of a value with another part. Everything else is shared. */
function withPart(value: unknown, [key, ...rest]: Path, part: unknown, removed = false): unknown {
  if (key === undefined) return part;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  if (removed && rest.length === 0) delete copy[key];
  else
    Object.defineProperty(copy, key, {
      value: withPart(copy[key], rest, part, removed),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return copy;
}

const nameOf = ([argument, ...keys]: Path): string =>
  `argument ${Number(argument) + 1}${keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')}`;
