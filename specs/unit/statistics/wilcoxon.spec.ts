import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilcoxon } from '../../../src/statistics/index.ts';

const pairs = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 30 })
  .map((values) => ({ x: values.map(([x]) => x), y: values.map(([, y]) => y) }));

test('exchanging the two exchanges the sides and leaves the two-sided value', () => {
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

test('is a probability, and depends on the order of the differences alone', () => {
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

test('twelve pairs that all lead have the smallest value there is: 2 of the 2^12 ways to sign them', () => {
  const x = Array.from({ length: 12 }, (_, i) => i + 1);
  const y = x.map(() => 0);
  expect(wilcoxon(x, y)).toEqual({ positive: 78, negative: 0, pairs: 12, pValue: 2 / 2 ** 12 });
  expect(wilcoxon(x, y, { alternative: 'greater' }).pValue).toBe(1 / 2 ** 12);
});

test('pairs without a difference are dropped; where none differs, p is 1', () => {
  expect(wilcoxon([1, 2, 3], [1, 0, 0])).toMatchObject({ pairs: 2, positive: 3, pValue: 0.5 });
  expect(wilcoxon([1, 2], [1, 2])).toEqual({ positive: 0, negative: 0, pairs: 0, pValue: 1 });
});

test('the smallest p value of Guo et al. 2021 is one-sided and asymptotic, of 48 stages that all lead', () => {
  const stages = Array.from({ length: 48 }, (_, i) => i + 1);
  const { pValue } = wilcoxon(
    stages,
    stages.map(() => 0),
    { alternative: 'greater', method: 'asymptotic' },
  );
  expect(pValue).toBeGreaterThan(8.15e-10); // printed with two decimals, the others cut off
  expect(pValue).toBeLessThan(8.16e-10);
});

test.each([
  [[], [], 'got 0 and 0 values'],
  [[1, 2], [1], 'got 2 and 1 values'],
  [[1, Number.NaN], [1, 2], 'pair 1 is NaN and 2'],
])('refuses %j and %j', (x, y, message) => {
  expect(() => wilcoxon(x, y)).toThrow(message);
});
