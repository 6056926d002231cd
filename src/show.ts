import type { Json } from './json.ts';

/** An object with a longer text, in characters, is outlined. */
const longest = 100;

/**
 * Formats a value for a message.
 *
 * @returns the value as code writes it; for an instance of a class or a long object, its class and first properties
 */
export function show(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name}`;
  if (typeof value !== 'object' || value === null) return literal(value as Json);
  const text = isPlain(value) ? literal(value as Json) : undefined;
  return text !== undefined && text.length <= longest ? text : outline(value);
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
    ...(Object.keys(defined).length > 0 ? [literal(defined as Json)] : []),
  ];
  return `${name}(${words.join(', ')})`;
}

function literal(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? `'${value}'` : String(value);
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${name}: ${literal(item)}`)
    .join(', ')} }`;
}

/** Whether a value consists of arrays, plain objects and primitives, nested no deeper than options are. */
function isPlain(value: unknown, depth = 4): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  const hasNoClass = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return hasNoClass && depth > 0 && Object.values(value).every((item) => isPlain(item, depth - 1));
}

function outline(value: object): string {
  const kind = value.constructor?.name ?? 'Object';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `${kind} of ${(value as Uint8Array).length} values`;
  const names = Object.keys(value).slice(0, 5);
  return names.length > 0 ? `${kind} { ${names.join(', ')} }` : kind;
}
