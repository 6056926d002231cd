import { expect, test } from 'vitest';
import { cholesky, solveLower } from '../../../src/geometry/cholesky.ts';

test('returns a triangular factor of the matrix and solves with it', () => {
  const triangle = cholesky(Float64Array.of(4, 2, 2, 10), 2);
  expect(triangle?.values).toEqual(Float64Array.of(2, 0, 1, 3));
  const x = Float64Array.of(0, 6, 9);
  if (triangle) solveLower(triangle, x, 1);
  expect(x).toEqual(Float64Array.of(0, 3, 2));
});

test('detects a singular matrix, which a ridge makes regular', () => {
  const singular = Float64Array.of(1, 1, 1, 1);
  expect(cholesky(singular, 2)).toBeUndefined();
  expect(cholesky(singular, 2, 1)?.values[0]).toBe(Math.SQRT2);
});
