import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pearson } from '../../../src/statistics/index.ts';

const pairs = fc
  .uniqueArray(fc.record({ x: fc.integer({ min: -1000, max: 1000 }), y: fc.integer({ min: -1000, max: 1000 }) }), {
    minLength: 3,
    maxLength: 40,
  })
  .map((points) => ({ x: points.map((point) => point.x), y: points.map((point) => point.y) }))
  .filter(({ x, y }) => new Set(x).size > 1 && new Set(y).size > 1);

test('lies in [-1, 1], is symmetric, and ignores scale and shift', () => {
  fc.assert(
    fc.property(pairs, ({ x, y }) => {
      const r = pearson(x, y);
      expect(Math.abs(r)).toBeLessThanOrEqual(1);
      expect(pearson(y, x)).toBeCloseTo(r, 12);
      expect(
        pearson(
          x.map((value) => 3 * value - 7),
          y,
        ),
      ).toBeCloseTo(r, 9);
      expect(
        pearson(
          x.map((value) => -value),
          y,
        ),
      ).toBeCloseTo(-r, 9);
    }),
  );
});

test('is 1 on a rising line and -1 on a falling one', () => {
  expect(pearson([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
  expect(pearson([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
});

test.each([
  [[1], [2], 'got 1 x values and 1 y values'],
  [[1, 2], [2], 'got 2 x values and 1 y values'],
  [[4, 4], [1, 2], 'x is constant'],
  [[1, 2], [4, 4], 'y is constant'],
])('rejects %j and %j', (x, y, message) => {
  expect(() => pearson(x, y)).toThrow(message);
});
