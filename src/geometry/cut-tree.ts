import type { Merge } from './average-linkage.ts';

/**
 * Applies the first merges: all up to `height`, or as many as leave `count` clusters.
 *
 * @returns cluster of every point, numbered from 0 in the order of first points, [n]
 */
export function cutTree(
  merges: readonly Merge[],
  points: number,
  limit: { count: number } | { height: number },
): Int32Array {
  const parents = Int32Array.from({ length: points }, (_, i) => i);
  const root = (i: number): number => {
    while (parents[i] !== i) i = parents[i] = parents[parents[i]];
    return i;
  };
  const wanted =
    'count' in limit
      ? merges.slice(0, Math.max(0, points - limit.count))
      : merges.filter(({ height }) => height <= limit.height);
  for (const { first, second } of wanted) {
    const [a, b] = [root(first), root(second)];
    parents[Math.max(a, b)] = Math.min(a, b);
  }
  const numbers = new Map<number, number>();
  return parents.map((_, i) => {
    const cluster = root(i);
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    return numbers.get(cluster) ?? 0;
  });
}
