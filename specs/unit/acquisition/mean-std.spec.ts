import { expect, test } from 'vitest';
import { meanStd } from '../../../src/acquisition/index.ts';
import { drawsOf } from './matrix.ts';

test('is the standard deviation over the draws, averaged over the classes', () => {
  const pool = drawsOf(
    [
      [1, 0, 0],
      [0.5, 0.5, 0],
    ],
    [
      [0, 1, 0],
      [0.5, 0.5, 0],
    ],
  );
  expect(meanStd.scores?.(pool)).toEqual(Float64Array.of(1 / 3, 0));
});

test('is exact if draws differ only slightly', () => {
  const [tiny] = meanStd.scores?.(drawsOf([[0.5]], [[0.5 + 2 ** -20]])) ?? [];
  expect(tiny).toBe(2 ** -21); // a variance from the mean of squares, in float32, would be 0
});
