import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { binOf, histogram } from '../../../src/statistics/index.ts';

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const sample = fc.array(finite, { minLength: 1, maxLength: 60 });
const bins = fc.integer({ min: 1, max: 60 });
const extent = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

test('returns shares that add up to 1 and do not depend on the order', () => {
  fc.assert(
    fc.property(sample, bins, (values, count) => {
      const shares = histogram(values, count, extent(values));
      expect(shares).toHaveLength(count);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(histogram(values.toReversed(), count, extent(values))).toEqual(shares);
    }),
  );
});

test('puts a value into the bin whose edges enclose it', () => {
  fc.assert(
    fc.property(
      finite,
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      bins,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (low, width, count, at) => {
        const high = low + width;
        const value = Math.min(high, low + at * width);
        const edge = (i: number): number => low + i * ((high - low) / count);
        const bin = binOf(value, count, low, high);
        expect(Number.isInteger(bin) && bin >= 0 && bin < count).toBe(true);
        expect(edge(bin)).toBeLessThanOrEqual(value);
        if (bin < count - 1) expect(value).toBeLessThan(edge(bin + 1));
      },
    ),
  );
});

test('puts the upper edge into the last bin, and an inner edge into the bin above it', () => {
  expect(histogram([0, 0.5, 1], 2, [0, 1])).toEqual(Float64Array.of(1 / 3, 2 / 3));
});

test('puts all values of a range without width into the first bin', () => {
  expect(histogram([2, 2], 3, [2, 2])).toEqual(Float64Array.of(1, 0, 0));
});

test.each([
  [[], 2, [0, 1], 'there are no values'],
  [[1], 0, [0, 1], 'bins is 0'],
  [[1], 1.5, [0, 1], 'bins is 1.5'],
  [[1], 2, [1, 0], 'the range is [1, 0]'],
  [[1], 2, [0, Infinity], 'the range is [0, Infinity]'],
  [[0.5, 1.1], 2, [0, 1], 'value 1.1 (entry 1) lies outside [0, 1]'],
  [[Number.NaN], 2, [0, 1], 'value NaN (entry 0)'],
  [['1' as never], 2, [0, 1], "value '1' (entry 0)"],
  [new Map() as never, 2, [0, 1], 'the list of values is Map.'],
  [[1], 2, 5 as never, 'the range is 5.'],
  [[1], 2, [0, 'a'] as never, "the range is [0, 'a']."],
] as [number[], number, [number, number], string][])(
  'rejects %j in %d bins over %j',
  (values, count, range, message) => {
    expect(() => histogram(values, count, range)).toThrow(message);
  },
);
