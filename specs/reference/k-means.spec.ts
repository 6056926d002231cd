import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quantizeKMeans } from '../../src/compression/quantization/k-means.ts';
import { optimalCentroids } from '../../src/compression/quantization/optimal-centroids.ts';
import { tally } from '../../src/compression/quantization/tally.ts';

/** Values computed by exact packages of PyPI: `python specs/reference/generators/k-means.py`. */
const golden = JSON.parse(readFileSync(new URL('golden/k-means.json', import.meta.url), 'utf8')) as {
  kernel: 'distinct' | 'repeated' | 'far from zero';
  count: number;
  least: number;
  centroids: number[];
}[];

/** The generator of the Python script. */
function draw(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    let total = 0;
    for (let k = 0; k < 4; k++) total += state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return total / 2 ** 32 - 2;
  });
}
const kernels = {
  distinct: draw(4000, 1),
  repeated: draw(4000, 2).map((value) => Math.floor(value * 60) / 64),
  'far from zero': draw(2000, 3).map((value) => 300 + value / 8),
};
const squaredError = (values: Float32Array, others: ArrayLike<number>): number =>
  values.reduce((sum, value, i) => sum + (value - others[i]) ** 2, 0);

describe.each(golden)('k-means of $kernel values to $count centroids', ({ kernel, count, least, centroids }) => {
  const values = kernels[kernel];

  test('has the least squared error, and the centroids of kmeans1d', () => {
    const table = optimalCentroids(tally(values), count);
    const nearest = Float64Array.from(values, (value) =>
      table.reduce(
        (best, centroid) => (Math.abs(value - centroid) < Math.abs(value - best) ? centroid : best),
        table[0],
      ),
    );
    expect(table).toHaveLength(count);
    expect(squaredError(values, nearest) / least).toBeCloseTo(1, 9);
    centroids.forEach((centroid, k) => expect(table[k]).toBeCloseTo(centroid, 6));
  });

  test.runIf(Number.isInteger(Math.log2(count)))('is what the scheme decodes', () => {
    const decoded = quantizeKMeans(
      {
        name: 'kernel',
        layer: 'dense',
        role: 'kernel',
        shape: [values.length],
        values,
        channels: 1,
        channelOf: () => 0,
      },
      Math.log2(count),
    ).values;
    expect(squaredError(values, decoded) / least).toBeLessThan(1.001); // float32 centroids
    expect(new Set(decoded).size).toBeLessThanOrEqual(count);
  });
});
