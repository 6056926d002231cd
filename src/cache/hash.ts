import { createHash } from 'node:crypto';
import { InvalidOptionError } from '../errors.ts';
import type { Json } from '../json.ts';

/**
 * Returns the SHA-256 (hex) of a JSON value. The order of keys does not matter.
 *
 * @throws InvalidOptionError on a value that JSON would drop or change: NaN, undefined, a function, an instance of a class
 */
export function hashOf(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/**
 * Returns JSON with sorted keys and without spaces, so that equal values give equal strings.
 *
 * @throws InvalidOptionError on a value that JSON would drop or change, as `hashOf` does
 */
export function canonicalJson(value: Json): string {
  return write(value, 'value', deepest);
}

/** @param path - path of the value, such as `value.training.epochs` */
function write(value: unknown, path: string, depth: number): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  if (depth === 0) throw tooDeep(path);
  if (Array.isArray(value))
    return `[${Array.from(value, (item, i) => write(item, `${path}[${i}]`, depth - 1)).join()}]`;
  if (isPlainObject(value)) {
    const names = Object.keys(value).toSorted();
    return `{${names.map((name) => `${JSON.stringify(name)}:${write(value[name], `${path}.${name}`, depth - 1)}`).join()}}`;
  }
  const received = typeof value === 'object' ? `an instance of ${value?.constructor.name}` : describe(value);
  throw new InvalidOptionError(
    `hashOf: ${path} is ${received}.\nExpected JSON: null, a boolean, a finite number, a string, an array or a plain object.\n` +
      'Omit the field or describe it by such values.',
  );
}

/** Deepest nesting of a value. A value that refers to itself is nested without end. */
const deepest = 64;

const tooDeep = (path: string): InvalidOptionError =>
  new InvalidOptionError(
    `hashOf: ${path.slice(0, 100)}… is nested too deep.\nExpected JSON, nested at most ${deepest} times.\nRemove references of the value to itself.`,
  );

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  return typeof value === 'function' ? 'a function' : String(value);
}
