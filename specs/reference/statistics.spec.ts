import { describe, expect, test } from 'vitest';
import {
  areaUnderCurve,
  clopperPearson,
  deviation,
  divergenceOf,
  histogram,
  jensenShannon,
  mean,
  pearson,
  wilson,
} from '../../src/statistics/index.ts';
import golden from './golden/statistics.json' with { type: 'json' };

// golden/statistics.json: python specs/reference/generators/statistics.py

/** Agreement relative to the size of the expected value, at least `absolute`. */
function expectNear(value: number, expected: number, relative: number, absolute = 1e-15): void {
  expect(Math.abs(value - expected), `${value} for ${expected}`).toBeLessThanOrEqual(
    relative * Math.abs(expected) + absolute,
  );
}

describe(`SciPy ${golden.scipy}, NumPy ${golden.numpy}`, () => {
  test.each(golden.intervals)(
    'intervals of $successes of $n at $confidence',
    ({ successes, n, confidence, ...expected }) => {
      for (const [{ low, high }, [expectedLow, expectedHigh]] of [
        [wilson(successes, n, confidence), expected.wilson],
        [clopperPearson(successes, n, confidence), expected.clopperPearson],
      ] as const) {
        // jstat stops its search for a quantile at a relative step of 1e-8
        expectNear(low, expectedLow, 1e-7);
        expectNear(high, expectedHigh, 1e-7);
      }
    },
  );

  test.each(golden.distributions)('jensenShannon, pair %$', ({ p, q, jensenShannon: expected }) => {
    expectNear(jensenShannon(p, q), expected, 1e-12, 1e-14);
  });

  test.each(golden.histograms)('histogram %$', ({ values, bins, range, counts }) => {
    const shares = histogram(values, bins, range as [number, number]);
    expect(Array.from(shares, (share) => Math.round(share * values.length))).toEqual(counts);
  });

  test.each(golden.divergences)('divergenceOf $selected.length of 400', ({ selected, pool, divergence }) => {
    expectNear(divergenceOf(selected, pool), divergence, 1e-10, 1e-14);
  });

  test.each(golden.series)('series of $x.length', ({ x, y, budgets, ...expected }) => {
    expectNear(pearson(x, y), expected.pearson, 1e-9);
    expectNear(mean(y), expected.mean, 1e-12);
    expectNear(deviation(y), expected.deviation, 1e-10);
    expectNear(areaUnderCurve(budgets, y), expected.areaUnderCurve, 1e-10);
  });
});
