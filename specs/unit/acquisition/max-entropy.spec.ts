import { expect, test } from 'vitest';
import { maxEntropy } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { poolOf } from './matrix.ts';

test('queries first where the prediction is most uncertain', () => {
  const pool = poolOf([0, 1, 0], [0.4, 0.3, 0.3], [0.5, 0.5, 0], [0.1, 0.8, 0.1]);
  expect(maxEntropy.select(pool, 4, createRandom(0))).toEqual(Int32Array.of(1, 2, 3, 0));
});
