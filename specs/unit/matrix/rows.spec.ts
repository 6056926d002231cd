import { expect, test } from 'vitest';
import { clearLead, gatherRows, largestBut, largestIn, largestOf, rankedColumns } from '../../../src/matrix/rows.ts';

const values = Float32Array.of(1, 3, 2, /**/ 5, 5, 4, /**/ -1, -2, 0);

test('gatherRows copies rows in the requested order', () => {
  expect(gatherRows(values, [2, 0], 3)).toEqual(Float32Array.of(-1, -2, 0, 1, 3, 2));
  expect(gatherRows(Int32Array.of(1, 2, 3, 4), [1, 1], 2)).toEqual(Int32Array.of(3, 4, 3, 4));
  expect(gatherRows(values, [], 3)).toEqual(new Float32Array(0));
});

test('largestIn finds the first of equal values in a row or a part of it, and ignores NaN after the first value', () => {
  expect([largestIn(values), largestIn(values, 3, 6), largestIn(values, 6, 8), largestIn([])]).toEqual([3, 0, 0, 0]);
  expect(largestIn(Float64Array.of(1, Number.NaN, 2))).toBe(2);
  expect(largestIn(Float64Array.of(Number.NaN, 1, 2))).toBe(0);
});

test('largestOf and largestBut find the first of equal values', () => {
  expect(largestOf(values, 3)).toEqual(Int32Array.of(1, 0, 2));
  expect(largestOf(new Float64Array(0), 3)).toEqual(new Int32Array(0));
  expect([0, 1, 2].map((row) => largestBut(values, row, 3, 0))).toEqual([1, 1, 2]);
  expect([0, 1, 2].map((row) => largestBut(values, row, 3, 2))).toEqual([1, 0, 0]);
});

test('rankedColumns ranks the columns of each row, equal ones in their order', () => {
  expect(rankedColumns(values, 3, 2)).toEqual([Int32Array.of(1, 0, 2), Int32Array.of(2, 1, 0)]);
  expect(rankedColumns(values, 3, 9)).toHaveLength(3);
});

test('clearLead is above 0 only beyond the error of float32', () => {
  const lead = (label: number, other: number): number => clearLead(Float32Array.of(label, other, -100), 0, 3, 0);
  expect(lead(1, 3)).toBeCloseTo(2, 4);
  expect(lead(3, 1)).toBeLessThan(0);
  expect(lead(10.561929, 10.561932)).toBeLessThan(0);
  expect(lead(10.56, 10.5601)).toBeGreaterThan(0);
});
