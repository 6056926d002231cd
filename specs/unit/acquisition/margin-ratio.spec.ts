import { expect, test } from 'vitest';
import { marginRatio } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { poolOf } from './matrix.ts';

test('queries first where the second class is nearly as probable as the first, whatever the other classes', () => {
  const pool = poolOf([0.5, 0.25, 0.25], [0.75, 0.25, 0], [0.3125, 0.25, 0.25], [1, 0, 0]);
  expect(marginRatio.scores?.(pool)).toEqual(Float64Array.of(0.5, 1 / 3, 0.8, 0));
  expect(marginRatio.select(pool, 4, createRandom(0))).toEqual(Int32Array.of(2, 0, 1, 3));
});
