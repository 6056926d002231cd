import type { Batch, NestedItems } from '../contract.ts';

/** @returns the items of a batch as lists, nested like their shape */
export function nested({ values, count, shape }: Batch): NestedItems[] {
  const length = values.length / count;
  return Array.from({ length: count }, (_, item) => nest(values, item * length, length, shape));
}

function nest(values: Float32Array, start: number, length: number, [size, ...rest]: readonly number[]): NestedItems {
  if (size === undefined) return values[start];
  const step = length / size;
  return Array.from({ length: size }, (_, at) => nest(values, start + at * step, step, rest));
}
