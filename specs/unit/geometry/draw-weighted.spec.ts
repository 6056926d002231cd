import { expect, test } from 'vitest';
import { drawWeighted } from '../../../src/geometry/draw-weighted.ts';
import { createRandom } from '../../../src/random/index.ts';

test('draws with probability proportional to the weight, and never an index of weight 0', () => {
  const random = createRandom(1);
  const weights = Float64Array.of(0, 1, 0, 3, 0);
  const times = new Float64Array(5);
  for (let k = 0; k < 4000; k++) times[drawWeighted(weights, random) ?? 0]++;
  expect(Array.from(times).map((drawn) => drawn > 0)).toEqual([false, true, false, true, false]);
  expect(Math.abs(times[1] - 1000)).toBeLessThan(5 * 27.4);
});

test('draws nothing if all weights are 0', () => {
  expect(drawWeighted(new Float64Array(3), createRandom(0))).toBeUndefined();
});
