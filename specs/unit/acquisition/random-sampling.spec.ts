import { expect, test } from 'vitest';
import { randomSampling } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';

test('draws every input equally often', () => {
  const drawn = new Float64Array(10);
  for (let seed = 0; seed < 2000; seed++) {
    for (const index of randomSampling.select({ size: 10 }, 3, createRandom(seed))) drawn[index]++;
  }
  // 2,000 draws with probability 0.3: mean 600, standard deviation 20.5
  for (const times of drawn) expect(Math.abs(times - 600)).toBeLessThan(5 * 20.5);
});

test('needs nothing of the model', () => {
  expect(randomSampling.needs).toEqual({});
});
