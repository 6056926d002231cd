import { describe, expect, test } from 'vitest';
import { friedman, pearsonTest } from '../../src/statistics.ts';
import golden from './golden/rank-tests.json' with { type: 'json' };

// golden/rank-tests.json: python -P specs/reference/generators/rank-tests.py

const expectNear = (value: number, expected: number, tolerance: number): void =>
  expect(Math.abs(value - expected), `${value} for ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.abs(expected) + 1e-300,
  );

describe(`SciPy ${golden.scipy}`, () => {
  test.each(golden.friedman)('friedman of $values.length blocks of $values.0.length', ({ values, ...expected }) => {
    const { statistic, pValue, meanRanks } = friedman(values);
    expectNear(statistic, expected.statistic, 1e-11);
    expectNear(pValue, expected.pValue, 1e-10);
    expect(meanRanks).toEqual(expected.meanRanks.map((rank) => expect.closeTo(rank, 12)));
  });

  test.each(golden.pearson)('pearsonTest of $x.length pairs', ({ x, y, r, pValues }) => {
    expectNear(pearsonTest(x, y).r, r, 1e-9);
    for (const [alternative, expected] of Object.entries(pValues))
      expectNear(pearsonTest(x, y, { alternative: alternative as 'less' }).pValue, expected, 1e-9);
  });
});
