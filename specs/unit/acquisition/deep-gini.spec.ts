import { expect, test } from 'vitest';
import { deepGini } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { poolOf } from './matrix.ts';

test('queries first where two classes drawn from the output would differ most often', () => {
  const pool = poolOf([0, 1, 0], [0.6, 0.2, 0.2], [0.5, 0.5, 0], [0.1, 0.8, 0.1]);
  expect(deepGini.select(pool, 4, createRandom(0))).toEqual(Int32Array.of(1, 2, 3, 0)); // 0.56, 0.5, 0.34, 0
});
