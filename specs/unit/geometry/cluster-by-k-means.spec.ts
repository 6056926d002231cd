import { beforeAll, describe, expect, test } from 'vitest';
import { kMeans } from '../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../src/active-learning/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { clusterByKMeans, type ClusterOptions } from '../../../src/geometry/cluster-by-k-means.ts';
import { normalMatrix } from '../acquisition/pool.ts';
import { dataset } from '../active-learning/clusters.ts';

beforeAll(() => startEngine('wasm'));

const points = normalMatrix(40, 3, 1);

test('has an inertia that is the weighted sum of the squared distances to the centroids', async () => {
  const weights = Float64Array.from({ length: 40 }, (_, i) => 1 + (i % 3));
  const { centroids, assigned, distances, inertia } = await clusterByKMeans(points, 4, { seed: 1, weights });
  let sum = 0;
  for (let i = 0; i < 40; i++) {
    let distance = 0;
    for (let j = 0; j < 3; j++) distance += (points.data[3 * i + j] - centroids.data[3 * assigned[i] + j]) ** 2;
    expect(distances[i]).toBeCloseTo(distance, 5);
    sum += weights[i] * distance;
  }
  expect(inertia).toBeCloseTo(sum, 4);
  expect(new Set(assigned).size).toBe(4);
});

test('gives the clusters of a selection for retraining by kMeans with the same seed, in its order', async () => {
  const model = multilayerPerceptron.with({ hidden: [8] })({ itemShape: [2], classes: 3, seed: 1 });
  const { positions } = await selectForRetraining(model, dataset.train, { acquisition: kMeans, budget: 5, seed: 2 });
  const { assigned, distances } = await clusterByKMeans(await model.features(dataset.train), 5, { seed: 2 });
  expect(Array.from(positions, (position) => assigned[position])).toEqual([0, 1, 2, 3, 4]);
  for (const [cluster, position] of positions.entries())
    expect(distances[position]).toBe(Math.min(...distances.filter((_, i) => assigned[i] === cluster)));
  model.dispose();
});

describe('rejects', () => {
  test.each<[string, number, ClusterOptions, string]>([
    ['no clusters', 0, {}, 'clusterByKMeans: cannot divide 40 points into 0 clusters.'],
    ['more clusters than points', 41, {}, 'Expected an integer from 1 to 40.'],
    ['too few weights', 2, { weights: new Float64Array(3) }, 'got 3 weights for 40 points.'],
    ['a weight of 0', 2, { weights: new Float64Array(40) }, 'weight 0 is 0.'],
    ['a seed of NaN', 2, { seed: NaN }, 'clusterByKMeans: seed is NaN.'],
    ['an unknown option', 2, { round: 3 } as ClusterOptions, 'clusterByKMeans: there is no option'],
  ])('%s', async (_, count, options, message) => {
    await expect(clusterByKMeans(points, count, options)).rejects.toThrow(message);
  });

  test('points that are not finite', async () => {
    const broken = { ...points, data: points.data.map((value, i) => (i === 3 ? NaN : value)) };
    await expect(clusterByKMeans(broken, 2)).rejects.toThrow('not all finite');
  });
});
