import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilcoxon } from '../../../src/statistics/index.ts';

const pairs = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 30 })
  .map((values) => ({ x: values.map(([x]) => x), y: values.map(([, y]) => y) }));

test('exchanges the one-sided values and keeps the two-sided one if x and y are exchanged', () => {
  fc.assert(
    fc.property(pairs, ({ x, y }) => {
      const [one, other] = [wilcoxon(x, y), wilcoxon(y, x)];
      expect(one.pValue).toBe(other.pValue);
      expect(one.positive).toBe(other.negative);
      const greater = wilcoxon(x, y, { alternative: 'greater', method: 'exact' }).pValue;
      expect(wilcoxon(y, x, { alternative: 'less', method: 'exact' }).pValue).toBe(greater);
    }),
  );
});

test('is a probability and depends only on the order of the differences', () => {
  fc.assert(
    fc.property(pairs, ({ x, y }) => {
      for (const method of ['exact', 'asymptotic'] as const) {
        const { pValue } = wilcoxon(x, y, { method });
        expect(pValue).toBeGreaterThan(0);
        expect(pValue).toBeLessThanOrEqual(1);
        const threefold = wilcoxon(
          x.map((value) => 3 * value),
          y.map((value) => 3 * value),
          { method },
        );
        expect(threefold.pValue).toBe(pValue);
      }
    }),
  );
});

test('has its smallest value for twelve pairs if all lead: 2 of 2^12 sign assignments', () => {
  const x = Array.from({ length: 12 }, (_, i) => i + 1);
  const y = x.map(() => 0);
  expect(wilcoxon(x, y)).toEqual({ positive: 78, negative: 0, pairs: 12, pValue: 2 / 2 ** 12 });
  expect(wilcoxon(x, y, { alternative: 'greater' }).pValue).toBe(1 / 2 ** 12);
});

test('drops pairs without a difference, and is 1 if all pairs are equal', () => {
  expect(wilcoxon([1, 2, 3], [1, 0, 0])).toMatchObject({ pairs: 2, positive: 3, pValue: 0.5 });
  expect(wilcoxon([1, 2], [1, 2])).toEqual({ positive: 0, negative: 0, pairs: 0, pValue: 1 });
});

test('reproduces the smallest p value of Guo et al. 2021: one-sided, asymptotic, 48 leading stages', () => {
  const stages = Array.from({ length: 48 }, (_, i) => i + 1);
  const { pValue } = wilcoxon(
    stages,
    stages.map(() => 0),
    { alternative: 'greater', method: 'asymptotic' },
  );
  expect(pValue).toBeGreaterThan(8.15e-10); // the paper truncates to two decimals
  expect(pValue).toBeLessThan(8.16e-10);
});

test.each([
  [[], [], 'got 0 x values and 0 y values'],
  [[1, 2], [1], 'got 2 x values and 1 y values'],
  [[1, Number.NaN], [1, 2], 'pair 1 is NaN and 2'],
])('rejects %j and %j', (x, y, message) => {
  expect(() => wilcoxon(x, y)).toThrow(message);
});
