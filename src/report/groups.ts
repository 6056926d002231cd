/** @returns the items by key, with the keys in the order of their first items */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** Compares strings by their code units, independent of the locale. @returns -1, 0 or 1, as for `sort` */
export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** @returns the names of the properties in which the objects differ, in the order of their first appearance */
export function differingNames(variants: readonly Readonly<Record<string, unknown>>[]): string[] {
  const names = [...new Set(variants.flatMap(Object.keys))];
  return names.filter((name) => new Set(variants.map((options) => JSON.stringify(options[name]))).size > 1);
}
