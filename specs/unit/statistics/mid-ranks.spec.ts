import { expect, test } from 'vitest';
import { midRanks } from '../../../src/statistics/index.ts';

test('equal values share the mean of their ranks, also those of a typed array', () => {
  expect(midRanks([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2]);
  expect(midRanks(Int32Array.of(5, 5, 1) as never)).toEqual([2.5, 2.5, 1]);
});

test('a typed array that was moved to another thread is refused', () => {
  const moved = Float32Array.of(0.5);
  structuredClone(moved, { transfer: [moved.buffer] });
  expect(() => midRanks(moved as never)).toThrow(
    'midRanks: the values are Float32Array that was moved to another thread.',
  );
});
