import fc from 'fast-check';
import { expect, test } from 'vitest';
import { median } from '../../../src/statistics/index.ts';

test('is the middle value, or the mean of the two middle values', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median(Float32Array.of(4, 1, 3, 2))).toBe(2.5);
  expect(() => median([])).toThrow('there are no values');
});

test('has equal numbers of values below and above, and does not change its input', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
      const before = [...values];
      const middle = median(values);
      expect(values).toEqual(before);
      const [below, above] = [values.filter((value) => value < middle), values.filter((value) => value > middle)];
      expect(Math.max(below.length, above.length)).toBeLessThanOrEqual(values.length / 2);
    }),
  );
});
