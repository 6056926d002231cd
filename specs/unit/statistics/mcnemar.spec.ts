import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { mcnemar } from '../../../src/statistics.ts';

test('is 1 if nothing changed, or as many for the worse as for the better', () => {
  expect(mcnemar(0, 0)).toBe(1);
  expect(mcnemar(7, 7)).toBe(1);
});

test('is twice the probability of one side', () => {
  expect(mcnemar(5, 0)).toBe(2 / 2 ** 5);
  expect(mcnemar(2, 4)).toBeCloseTo((2 * (1 + 6 + 15)) / 2 ** 6, 15);
});

test('does not depend on the direction, and falls as the difference grows', () => {
  const count = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(count, count, (worse, better) => {
      const p = mcnemar(worse, better);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(mcnemar(better, worse)).toBe(p);
      const larger = Math.max(worse, better) + 1;
      expect(mcnemar(larger, Math.min(worse, better))).toBeLessThanOrEqual(p);
    }),
  );
});

test.each([-1, 0.5, Number.NaN, '3', 1e12])('rejects a count of %s', (count) => {
  expect(() => mcnemar(count as number, 3)).toThrow(InvalidOptionError);
  expect(() => mcnemar(3, count as number)).toThrow('mcnemar: better is');
});
