import type { Json } from './json.ts';

/** A call in the words of the code, such as `quantize(8, { scheme: 'kmeans' })`; options that were not given are left out. */
export function describeCall(
  name: string,
  argument: number | undefined,
  options: { readonly [option: string]: Json | undefined },
): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const object =
    given.length > 0 ? [`{ ${given.map(([option, value]) => `${option}: ${show(value as Json)}`).join(', ')} }`] : [];
  return `${name}(${[...(argument === undefined ? [] : [String(argument)]), ...object].join(', ')})`;
}

function show(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? `'${value}'` : String(value);
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${name}: ${show(each)}`)
    .join(', ')} }`;
}
