import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pearson, pearsonTest } from '../../../src/statistics/index.ts';

test('has the coefficient of pearson and one-sided values that add up to 1', () => {
  const values = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 3, maxLength: 20 });
  fc.assert(
    fc.property(values, (x) => {
      const y = x.map((value, i) => Math.sin(i) + value / 9);
      fc.pre(new Set(x).size > 1);
      const { r, pValue, pairs } = pearsonTest(x, y);
      expect([r, pairs]).toEqual([pearson(x, y), x.length]);
      const [greater, less] = (['greater', 'less'] as const).map(
        (way) => pearsonTest(x, y, { alternative: way }).pValue,
      );
      expect(greater + less).toBeCloseTo(1, 12);
      expect(pValue).toBeCloseTo(2 * Math.min(greater, less), 12);
    }),
  );
});

test('is certain of a line through three points, and never of two points', () => {
  expect(pearsonTest([1, 2, 3], [2, 4, 6]).pValue).toBeLessThan(1e-7);
  expect(pearsonTest([1, 2], [2, 4]).pValue).toBe(1);
});

test('rejects an unknown alternative', () => {
  expect(() => pearsonTest([1, 2, 3], [2, 1, 4], { alternative: 'both' as 'less' })).toThrow(
    "pearsonTest: alternative is 'both'.\nExpected one of 'two-sided', 'greater', 'less'.",
  );
});
