import { expect, test } from 'vitest';
import { leastConfidence } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { poolOf } from './matrix.ts';

test('queries first where the most probable class is least probable', () => {
  const pool = poolOf([0, 1, 0], [0.45, 0.3, 0.25], [0.5, 0.5, 0], [0.1, 0.8, 0.1]);
  expect(leastConfidence.select(pool, 4, createRandom(0))).toEqual(Int32Array.of(1, 2, 3, 0));
});
