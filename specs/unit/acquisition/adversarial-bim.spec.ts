import { expect, test } from 'vitest';
import { adversarialBim } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';

test('asks first for what is moved least, last for what was not moved into another class', () => {
  const pool = { size: 4, bimDistances: Float64Array.of(2, Number.MAX_VALUE, 1, 2) };
  expect(adversarialBim.select(pool, 4, createRandom(0))).toEqual(Int32Array.of(2, 0, 3, 1));
  expect(adversarialBim.with({ step: 0.1, steps: 7 }).needs).toEqual({ bimDistances: { step: 0.1, steps: 7 } });
});
