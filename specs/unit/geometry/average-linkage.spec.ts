import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averageLinkage } from '../../../src/geometry/average-linkage.ts';
import { cutTree } from '../../../src/geometry/cut-tree.ts';
import { normalMatrix } from '../acquisition/pool.ts';

/** Merges by definition: repeatedly joins the two clusters whose points are nearest on average. */
function byDefinition({ data, rows, columns }: ReturnType<typeof normalMatrix>): {
  heights: number[];
  at: number[][][];
} {
  let clusters = Array.from({ length: rows }, (_, i) => [i]);
  const heights: number[] = [];
  const at = [clusters];
  const squared = (i: number, k: number): number =>
    Array.from({ length: columns }, (_, j) => (data[i * columns + j] - data[k * columns + j]) ** 2).reduce(
      (a, b) => a + b,
    );
  while (clusters.length > 1) {
    let best = { height: Infinity, a: 0, b: 0 };
    clusters.forEach((first, a) =>
      clusters.slice(0, a).forEach((second, b) => {
        const height =
          first.flatMap((i) => second.map((k) => squared(i, k))).reduce((x, y) => x + y) /
          (first.length * second.length);
        if (height < best.height) best = { height, a, b };
      }),
    );
    const { height, a, b } = best;
    clusters = [...clusters.filter((_, c) => c !== a && c !== b), [...clusters[a], ...clusters[b]]];
    heights.push(height);
    at.unshift(clusters);
  }
  return { heights, at };
}

const partition = (clusters: number[][]): string =>
  clusters.map((cluster) => cluster.toSorted((x, y) => x - y).join()).sort().join(' | '); // prettier-ignore

test('merges as by definition', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 25 }), fc.integer(), async (size, seed) => {
      const points = normalMatrix(size, 3, seed);
      const { heights, at } = byDefinition(points);
      const merges = await averageLinkage(points);
      expect(merges.map(({ height }) => height)).toEqual(heights.map((height) => expect.closeTo(height, 4)));
      for (const count of [1, 2, 5, size].filter((k) => k <= size)) {
        const clusters = Array.from({ length: count }, (): number[] => []);
        cutTree(merges, size, { count }).forEach((cluster, i) => clusters[cluster].push(i));
        expect(partition(clusters)).toBe(partition(at[count - 1]));
      }
    }),
    { numRuns: 20 },
  );
});

test('merges coinciding points first, at height 0', async () => {
  const merges = await averageLinkage({ data: Float32Array.of(1, 5, 1, 5, 1), rows: 5, columns: 1 });
  expect(merges.map(({ height }) => height)).toEqual([0, 0, 0, 16]);
  expect(cutTree(merges, 5, { height: 0 })).toEqual(Int32Array.of(0, 1, 0, 1, 0));
});
