import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kMeans, lloyd } from '../../../src/geometry/k-means.ts';
import type { Matrix } from '../../../src/matrix/matrix.ts';
import { createRandom } from '../../../src/random/index.ts';
import { normalMatrix } from '../acquisition/pool.ts';

function distance({ data, columns }: Matrix, i: number, centroids: Matrix, c: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += (data[i * columns + j] - centroids.data[c * columns + j]) ** 2;
  return sum;
}

test('assigns every point to its nearest centroid and moves every centroid to the weighted mean of its points', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10, max: 300 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer(),
      async (size, k, seed) => {
        const points = normalMatrix(size, 3, seed);
        const random = createRandom(seed);
        const weights = Float64Array.from({ length: size }, () => 0.1 + random.uniform());
        const { centroids, assigned, distances } = await kMeans(points, k, random, { weights, tolerance: 0 });
        const sums = new Float64Array(3 * k);
        const totals = new Float64Array(k);
        assigned.forEach((cluster, i) => {
          const all = Array.from({ length: k }, (_, c) => distance(points, i, centroids, c));
          expect(distances[i]).toBeCloseTo(Math.min(...all), 5);
          expect(all[cluster]).toBeCloseTo(Math.min(...all), 5);
          totals[cluster] += weights[i];
          for (let j = 0; j < 3; j++) sums[3 * cluster + j] += weights[i] * points.data[3 * i + j];
        });
        sums.forEach((sum, at) => expect(centroids.data[at]).toBeCloseTo(sum / totals[Math.floor(at / 3)], 5));
      },
    ),
    { numRuns: 25 },
  );
});

test('gives an empty cluster the point furthest from its centroid', async () => {
  const points = { data: Float32Array.of(0, 1, 2, 30), rows: 4, columns: 1 };
  const { centroids, assigned } = await lloyd(points, { data: Float32Array.of(1, 1000), rows: 2, columns: 1 });
  expect(assigned).toEqual(Int32Array.of(0, 0, 0, 1));
  expect(centroids.data).toEqual(Float32Array.of(1, 30));
});

test('finds fewer clusters if points coincide', async () => {
  const points = { data: new Float32Array(6).fill(2), rows: 6, columns: 1 };
  const { assigned, distances } = await kMeans(points, 3, createRandom(0));
  expect(new Set(assigned)).toEqual(new Set([0]));
  expect(Math.max(...distances)).toBe(0);
});
