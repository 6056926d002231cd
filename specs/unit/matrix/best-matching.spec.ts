import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestMatching } from '../../../src/matrix/best-matching.ts';

const sumOf = (weights: readonly number[], columns: ArrayLike<number>): number =>
  Array.from(columns).reduce((sum, column, row) => sum + weights[row * columns.length + column], 0);

/** All orders of some numbers. */
const orders = (numbers: readonly number[]): number[][] =>
  numbers.length === 0
    ? [[]]
    : numbers.flatMap((first) => orders(numbers.filter((other) => other !== first)).map((rest) => [first, ...rest]));

test('no other matching has a larger sum', () => {
  const square = fc
    .integer({ min: 1, max: 5 })
    .chain((size) => fc.array(fc.integer({ min: -9, max: 30 }), { minLength: size ** 2, maxLength: size ** 2 }));
  fc.assert(
    fc.property(square, (weights) => {
      const size = Math.sqrt(weights.length);
      const columns = bestMatching(weights, size);
      const all = [...Array(size).keys()];
      expect([...columns].toSorted((a, b) => a - b)).toEqual(all);
      const best = Math.max(...orders(all).map((order) => sumOf(weights, order)));
      expect(sumOf(weights, columns)).toBe(best);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('finds a permutation of 300 rows', () => {
  const size = 300;
  const weights = Float64Array.from({ length: size ** 2 }, (_, at) =>
    at % size === (Math.floor(at / size) * 7 + 3) % size ? 5 : (at % 11) / 10,
  );
  expect([...bestMatching(weights, size)]).toEqual(Array.from({ length: size }, (_, row) => (row * 7 + 3) % size));
});
