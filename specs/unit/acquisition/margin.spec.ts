import { expect, test } from 'vitest';
import { margin } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { poolOf } from './matrix.ts';

test('queries first where the two most probable classes are closest, whatever the other classes', () => {
  const pool = poolOf([0, 1, 0], [0.4, 0.3, 0.3], [0.5, 0.5, 0], [0.1, 0.8, 0.1]);
  expect(margin.select(pool, 4, createRandom(0))).toEqual(Int32Array.of(2, 1, 3, 0));
  expect(margin.scores?.(pool)[2]).toBe(0);
});
