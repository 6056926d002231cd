import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaUnderCurve } from '../../../src/statistics/index.ts';

const curve = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 20 }).chain((budgets) =>
  fc.record({
    x: fc.constant(budgets.toSorted((a, b) => a - b)),
    y: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: budgets.length, maxLength: budgets.length }),
  }),
);

test('lies between the lowest and the highest point', () => {
  fc.assert(
    fc.property(curve, ({ x, y }) => {
      const area = areaUnderCurve(x, y);
      expect(area).toBeGreaterThanOrEqual(Math.min(...y) - 1e-12);
      expect(area).toBeLessThanOrEqual(Math.max(...y) + 1e-12);
    }),
  );
});

test('is the height of a flat curve, the mean of the ends of a straight one, and the value of a single point', () => {
  expect(areaUnderCurve([200, 400, 1000], [0.5, 0.5, 0.5])).toBe(0.5);
  expect(areaUnderCurve([0, 1, 4], [0, 1, 4])).toBe(2);
  expect(areaUnderCurve([200], [0.7])).toBe(0.7);
});

test.each([
  [[], [], 'got 0 x values and 0 y values'],
  [[1, 2], [1], 'got 2 x values and 1 y values'],
  [[1, 1], [1, 2], 'x[1] is 1 after 1'],
  [[2, 1], [1, 2], 'x[1] is 1 after 2'],
])('rejects %j and %j', (x, y, message) => {
  expect(() => areaUnderCurve(x, y)).toThrow(message);
});
