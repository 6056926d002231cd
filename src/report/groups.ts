/** Items by key, keys in the order in which they first occur. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** Orders texts by their code units, alike in every locale. */
export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
