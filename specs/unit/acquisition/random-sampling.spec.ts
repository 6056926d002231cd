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

test('needs no signal', () => {
  expect(randomSampling.needs).toEqual({});
});

test('selects a prefix of any larger selection, up to the whole pool', () => {
  const all = randomSampling.select({ size: 50 }, 50, createRandom(3)) as Int32Array;
  expect(all.toSorted()).toEqual(Int32Array.from({ length: 50 }, (_, i) => i));
  for (const count of [0, 1, 20, 49]) {
    expect(randomSampling.select({ size: 50 }, count, createRandom(3))).toEqual(all.slice(0, count));
  }
});

test('draws every ordered pair equally often', () => {
  const drawn = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const pair = (randomSampling.select({ size: 4 }, 2, createRandom(seed)) as Int32Array).join();
    drawn.set(pair, (drawn.get(pair) ?? 0) + 1);
  }
  expect(drawn.size).toBe(12);
  // 6,000 draws with probability 1 / 12: mean 500, standard deviation 21.4
  for (const times of drawn.values()) expect(Math.abs(times - 500)).toBeLessThan(5 * 21.4);
});
