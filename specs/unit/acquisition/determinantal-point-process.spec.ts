import { expect, test } from 'vitest';
import { determinantalPointProcess as dpp } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { matrixOf } from './matrix.ts';
import { permuted, randomPool, select } from './pool.ts';

const sure = (lead: number): number[] => [0.5 + lead / 2, 0.5 - lead / 2];

test('balances quality against similarity', async () => {
  const pool = {
    size: 4,
    probabilities: matrixOf([sure(0), sure(0.1), sure(0.2), sure(0.9)]),
    features: matrixOf([[0, 0], [0.1, 0], [3, 0], [0, 3]]), // prettier-ignore
  };
  expect(await select(dpp.with({ quality: 'margin', bandwidth: 1 }), pool, 2)).toEqual([0, 2]);
  expect(await select(dpp.with({ quality: 'margin', bandwidth: 0.001 }), pool, 2)).toEqual([0, 1]);
});

test('increases the determinant most at every step', async () => {
  const pool = randomPool(9, 5);
  const bandwidth = 2;
  const quality = Array.from(
    { length: 9 },
    (_, i) => 1 - pool.probabilities.data.slice(4 * i, 4 * i + 4).reduce((a, p) => a + p * p, 0),
  );
  const row = (i: number): Float32Array => pool.features.data.slice(6 * i, 6 * i + 6);
  const similarity = (i: number, j: number): number =>
    Math.exp(-row(i).reduce((sum, value, k) => sum + (value - row(j)[k]) ** 2, 0) / (2 * bandwidth ** 2));
  const volume = (chosen: number[]): number =>
    determinant(chosen.map((i) => chosen.map((j) => quality[i] * similarity(i, j) * quality[j])));
  const chosen: number[] = [];
  for (let k = 0; k < 5; k++) {
    const volumes = quality.map((_, i) => (chosen.includes(i) ? -1 : volume([...chosen, i])));
    chosen.push(volumes.indexOf(Math.max(...volumes)));
  }
  expect(await select(dpp.with({ quality: 'gini', bandwidth }), pool, 5)).toEqual(chosen);
});

function determinant(matrix: number[][]): number {
  if (matrix.length === 0) return 1;
  return matrix[0].reduce(
    (sum, value, j) =>
      sum + (-1) ** j * value * determinant(matrix.slice(1).map((row) => row.filter((_, k) => k !== j))),
    0,
  );
}

test('selects duplicates last', async () => {
  const pool = {
    size: 4,
    probabilities: matrixOf([sure(0), sure(0), sure(0.5), sure(0)]),
    features: matrixOf([[1], [1], [2], [1]]),
  };
  expect(await select(dpp, pool, 4)).toEqual([0, 2, 1, 3]);
});

test('selects the same inputs if the pool is permuted', async () => {
  const pool = randomPool(60, 1);
  const order = createRandom(3).sample(60, 60);
  const selected = await select(dpp, permuted(pool, order), 25);
  expect(selected.map((index) => order[index])).toEqual(await select(dpp, pool, 25));
});
