import { expect, test } from 'vitest';
import { kMeans } from '../../../src/acquisition/index.ts';
import { matrixOf } from './matrix.ts';
import { randomPool, select } from './pool.ts';

test('queries the centre of each group', async () => {
  const features = matrixOf([[0], [1], [2], [50], [51], [52], [53], [54], [90], [91], [92]]);
  for (let seed = 0; seed < 10; seed++) {
    const selected = await select(kMeans, { size: 11, features }, 3, seed);
    expect(selected.toSorted((a, b) => a - b)).toEqual([1, 5, 9]);
  }
});

test('adds unused inputs if there are fewer distinct inputs than the count', async () => {
  const features = matrixOf([[1], [1], [1], [7], [7]]);
  const selected = await select(kMeans, { size: 5, features }, 4);
  expect(new Set(selected).size).toBe(4);
  expect(selected).toEqual(expect.arrayContaining([0, 3]));
});

test('selects other inputs with another seed', async () => {
  const pool = randomPool(60, 5);
  expect(await select(kMeans, pool, 10, 1)).not.toEqual(await select(kMeans, pool, 10, 2));
});
