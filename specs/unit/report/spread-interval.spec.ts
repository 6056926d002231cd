import { describe, expect, test } from 'vitest';
import { spreadInterval } from '../../../src/report/spread-interval.ts';

describe('the interval of a mean over seeds', () => {
  // scipy.stats.t.ppf(0.975, n - 1) / sqrt(n)
  test.each([
    [2, 8.984643532],
    [3, 2.484137712],
    [10, 0.71535691],
  ])('over %i seeds is %f deviations wide on each side', (runs, half) => {
    const { low, high } = spreadInterval({ mean: 1, deviation: 1 }, runs);
    expect(high - 1).toBeCloseTo(half, 8);
    expect(1 - low).toBeCloseTo(half, 8);
  });

  test('of a single seed has no ends', () => {
    expect(spreadInterval({ mean: 1, deviation: 0 }, 1)).toEqual({ low: -Infinity, high: Infinity });
  });
});
