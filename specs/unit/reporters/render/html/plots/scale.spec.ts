import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainOf, linear, percentTicks, ticks } from '../../../../../../reporters/render/html/plots/scale.ts';

const range = fc
  .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }))
  .map(([low, span]) => [low, low + span] as const);

describe('a scale', () => {
  test('maps the ends of its domain to the ends of its range, and an empty domain to the start', () => {
    const x = linear([0.2, 0.6], [10, 110]);
    expect([0.2, 0.4, 0.6].map(x)).toEqual([10, 60, 110]);
    expect(linear([1, 1], [5, 9])(1)).toBe(5);
  });

  test('has ticks within its domain, evenly apart, about as many as asked for', () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 10 }), ([low, high], count) => {
        fc.pre(high - low > 1e-9 * Math.abs(low));
        const values = ticks([low, high], count);
        const slack = 1e-6 * (high - low) + 1e-9 * Math.abs(low);
        expect(values.every((value) => value >= low - slack && value <= high + slack)).toBe(true);
        expect(values.length).toBeLessThanOrEqual(count + 1);
      }),
    );
    expect(ticks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks([37, 62], 5)).toEqual([40, 45, 50, 55, 60]);
    expect(ticks([3, 3], 5)).toEqual([3]);
  });

  test('writes shares with the decimals that their distance needs', () => {
    expect([0.1, 0.2].map(percentTicks([0.1, 0.2]))).toEqual(['10', '20']);
    expect([0.992, 0.994].map(percentTicks([0.992, 0.994]))).toEqual(['99.2', '99.4']);
  });

  test('keeps its domain within bounds', () => {
    expect(domainOf([0.1, 0.9], { margin: 0.5, within: [0, 1] })).toEqual([0, 1]);
    expect(domainOf([0.5], { margin: 0.2, within: [0, 1] })).toEqual([0.4, 0.6]);
  });
});
