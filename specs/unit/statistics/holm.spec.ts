import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { holm } from '../../../src/statistics/index.ts';

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

test('lies between the p value and its Bonferroni correction, and keeps the order', () => {
  fc.assert(
    fc.property(values, (pValues) => {
      const corrected = holm(pValues);
      pValues.forEach((p, i) => {
        expect(corrected[i]).toBeGreaterThanOrEqual(p);
        expect(corrected[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
        pValues.forEach((other, j) => {
          if (p < other) expect(corrected[i]).toBeLessThanOrEqual(corrected[j]);
        });
      });
    }),
  );
});

test('does not correct a single test, and returns nothing for no tests', () => {
  expect(holm([0.03])).toEqual([0.03]);
  expect(holm([])).toEqual([]);
});

test.each([[[1.1]], [[0.2, -0.1]], [[Number.NaN]]])('rejects %j', (pValues) => {
  expect(() => holm(pValues)).toThrow('Expected a number in [0, 1].');
});
