import type { Json } from './json.ts';
import { isDetached } from './value-kinds.ts';

/** An object with a longer text, in characters, is outlined; a longer string is cut. */
const longest = 100;

/**
 * Formats a value for a message. It accepts every value and never throws: an object whose properties cannot be read is described.
 *
 * @returns the value as code writes it; for an instance of a class or a long object, its class and first properties
 */
export function show(value: unknown): string {
  try {
    if (typeof value === 'function') return value.name ? `the function ${cut(value.name)}` : 'a function';
    if (typeof value !== 'object' || value === null) return literal(value);
    const text = isPlain(value) ? literal(value) : undefined;
    return text !== undefined && text.length <= longest ? text : outline(value);
  } catch {
    return `${typeof value === 'function' ? 'a function' : 'an object'} that cannot be read`;
  }
}

/** @returns a call as code writes it, such as `quantize(8, { scheme: 'kmeans' })`; undefined options are omitted */
export function describeCall(
  name: string,
  argument: number | undefined,
  options: { readonly [option: string]: Json | undefined },
): string {
  const defined = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const words = [
    ...(argument === undefined ? [] : [String(argument)]),
    ...(Object.keys(defined).length > 0 ? [literal(defined)] : []),
  ];
  return `${name}(${words.join(', ')})`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string')
    return `'${cut(value)}'${value.length > longest ? ` (${value.length} characters)` : ''}`;
  if (typeof value === 'bigint') return `${cut(String(value))}n`;
  if (typeof value !== 'object' || value === null) return cut(String(value));
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${name}: ${literal(item)}`)
    .join(', ')} }`;
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Whether a value consists of arrays, plain objects and primitives, nested no deeper and with no more items than options have. */
function isPlain(value: unknown, depth = 4): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  if (Array.isArray(value) && value.length > longest) return false;
  const hasNoClass = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return hasNoClass && depth > 0 && Object.values(value).every((item) => isPlain(item, depth - 1));
}

function outline(value: object): string {
  const kind = cut(String(value.constructor?.name || 'Object'));
  if (ArrayBuffer.isView(value) && isDetached(value)) return `${kind} that was moved to another thread`;
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)))
    return `${kind} of ${(value as Uint8Array).length} values`;
  const names = Object.keys(value).slice(0, 5).map(cut);
  return names.length > 0 ? `${kind} { ${names.join(', ')} }` : kind;
}
