import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviation, mean } from '../../../src/statistics/index.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 50 });
const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });

test('the mean lies between the extremes, and shifts and scales with the values', () => {
  fc.assert(
    fc.property(values, number, number, (x, scale, shift) => {
      const centre = mean(x);
      expect(centre).toBeGreaterThanOrEqual(Math.min(...x) - 1e-9);
      expect(centre).toBeLessThanOrEqual(Math.max(...x) + 1e-9);
      expect(mean(x.map((value) => scale * value + shift))).toBeCloseTo(scale * centre + shift, 4);
    }),
  );
});

test('the deviation ignores a shift and scales with the absolute value of a factor', () => {
  fc.assert(
    fc.property(values, number, number, (x, scale, shift) => {
      const moved = deviation(x.map((value) => scale * value + shift));
      expect(Math.abs(moved - Math.abs(scale) * deviation(x))).toBeLessThanOrEqual(1e-4 + 1e-9 * moved);
    }),
  );
});

test('typed arrays are accepted', () => {
  expect(mean(Float32Array.of(1, 2, 6))).toBe(3);
  expect(deviation(Int32Array.of(1, 3))).toBe(Math.SQRT2);
});

test('the deviation of fewer than two values is 0', () => {
  expect(deviation([])).toBe(0);
  expect(deviation([5])).toBe(0);
});

test('the mean of no values is rejected', () => {
  expect(() => mean([])).toThrow(expect.objectContaining({ code: 'DNN_INVALID_OPTION' }));
});
