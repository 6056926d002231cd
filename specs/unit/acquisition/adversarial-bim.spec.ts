import { expect, test } from 'vitest';
import { adversarialBim } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';

test('queries the smallest distances first, and inputs whose class did not change last', () => {
  const pool = { size: 4, bimDistances: Float64Array.of(2, Number.MAX_VALUE, 1, 2) };
  expect(adversarialBim.select(pool, 4, createRandom(0))).toEqual(Int32Array.of(2, 0, 3, 1));
  expect(adversarialBim.with({ step: 0.1, steps: 7 }).needs).toEqual({ bimDistances: { step: 0.1, steps: 7 } });
});
