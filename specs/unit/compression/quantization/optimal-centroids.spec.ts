import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centroidsOf } from '../../../../src/compression/quantization/k-means.ts';
import { merge, optimalCentroids } from '../../../../src/compression/quantization/optimal-centroids.ts';
import { tally, type Points } from '../../../../src/compression/quantization/tally.ts';
import { createRandom } from '../../../../src/random/index.ts';

const errorOf = ({ values, counts }: Points, centroids: Float64Array): number =>
  values.reduce((sum, value, i) => sum + counts[i] * Math.min(...centroids.map((c) => (value - c) ** 2)), 0);

/** The least squared error over all divisions into `count` intervals, by dynamic programming in O(k n³). */
function leastError({ values, counts }: Points, count: number): number {
  const error = (start: number, end: number): number => {
    const inside = (f: (x: number) => number): number =>
      values.subarray(start, end).reduce((sum, value, i) => sum + counts[start + i] * f(value), 0);
    const mean = inside((x) => x) / inside(() => 1);
    return inside((x) => (x - mean) ** 2);
  };
  let least = Array.from({ length: values.length + 1 }, (_, i) => (i === 0 ? 0 : Number.POSITIVE_INFINITY));
  for (let k = 0; k < count; k++)
    least = least.map((_, end) =>
      Math.min(...Array.from({ length: end }, (__, start) => least[start] + error(start, end)), Infinity),
    );
  return least[values.length];
}

test('has the least squared error of all divisions, with ties, repeated values and values far from zero', () => {
  const value = fc.oneof(
    fc.float({ min: -8, max: 8, noNaN: true }),
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 0, max: 40 }).map((step) => 5000 + step / 8),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 2, maxLength: 24 }), fc.integer({ min: 1, max: 9 }), (all, count) => {
      const points = tally(Float32Array.from(all));
      fc.pre(points.values.length > count);
      const centroids = optimalCentroids(points, count);
      expect(centroids).toHaveLength(count);
      expect(centroids).toEqual(Float64Array.from(centroids).sort());
      const [error, least] = [errorOf(points, centroids), leastError(points, count)];
      expect(error).toBeLessThanOrEqual(least * (1 + 1e-9) + 1e-9);
    }),
    { numRuns: 150 },
  );
});

test('is exact for two groups, and for values of equal distance', () => {
  expect([...optimalCentroids(tally(Float32Array.of(0, 1, 10, 11, 11)), 2)]).toEqual([0.5, 32 / 3]);
  const even = tally(Float32Array.from({ length: 12 }, (_, i) => i));
  for (let count = 1; count < 12; count++)
    expect(errorOf(even, optimalCentroids(even, count))).toBe(leastError(even, count));
});

test('of more distinct values than the limit, the error stays within a tenth of a percent of the least', () => {
  const random = createRandom(1);
  const points = tally(Float32Array.from({ length: 6000 }, () => random.normal()));
  const [exact, limited] = [centroidsOf(points, 16), centroidsOf(points, 16, 1000)];
  expect(limited).not.toEqual(exact);
  expect(errorOf(points, limited) / errorOf(points, exact)).toBeLessThan(1.001);
  expect(merge(points, 1000).counts.reduce((a, b) => a + b)).toBe(6000);
});
