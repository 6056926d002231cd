import { expect, test } from 'vitest';
import { tanhSpace } from '../../../src/attacks/tanh-space.ts';

test.each([
  [0, 1],
  [-1, 1],
  [-3, 5],
])('leads from [%d, %d] into all numbers and back', (lowest, highest) => {
  const { enter, leave, slope, returned } = tanhSpace([lowest, highest]);
  for (const share of [0, 0.01, 0.5, 0.7, 1]) {
    const x = lowest + share * (highest - lowest);
    const u = enter(x);
    expect(Number.isFinite(u)).toBe(true);
    expect(leave(Math.tanh(u))).toBeCloseTo(returned(x), 12);
    expect(Math.abs(returned(x) - x)).toBeLessThanOrEqual(5e-7 * (highest - lowest) + 1e-15);
    const difference = (leave(Math.tanh(u + 1e-6)) - leave(Math.tanh(u - 1e-6))) / 2e-6;
    expect(slope(Math.tanh(u))).toBeCloseTo(difference, 6);
  }
  expect([leave(-1), leave(1)]).toEqual([lowest, highest]);
});
