import { expect, test } from 'vitest';
import { mcp } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { poolOf } from './matrix.ts';
import { permuted, randomPool, select } from './pool.ts';

test('takes turns between the boundaries, the largest ratio first', () => {
  const pool = poolOf(
    [0.6, 0.3, 0.1],
    [0.5, 0.4, 0.1],
    [0.6, 0.39, 0.01],
    [0.1, 0.8, 0.1],
    [0.05, 0.15, 0.8],
    [0.3, 0.7, 0],
  );
  expect(mcp.select(pool, 6, createRandom(0))).toEqual(Int32Array.of(1, 5, 4, 2, 3, 0));
});

test('takes the largest ratios if the last turn does not reach all boundaries', () => {
  const pool = poolOf([0.9, 0.1], [0.2, 0.8], [0.55, 0.45]);
  expect(mcp.select(pool, 1, createRandom(0))).toEqual(Int32Array.of(2));
});

test('distinguishes the order of the two classes', () => {
  const pool = poolOf([0.51, 0.49], [0.52, 0.48], [0.1, 0.9]);
  expect(mcp.select(pool, 2, createRandom(0))).toEqual(Int32Array.of(0, 2));
});

test('selects the same inputs if the pool is permuted', async () => {
  const pool = randomPool(60, 1);
  const order = createRandom(3).sample(60, 60);
  const selected = await select(mcp, permuted(pool, order), 25);
  expect(selected.map((index) => order[index])).toEqual(await select(mcp, pool, 25));
});
