import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NearestRows, Rows } from '../../../../src/engine/arrays/matrix.ts';
import { createRandom } from '../../../../src/random/index.ts';

function matrixOf(rows: number, columns: number, seed: number, scale: number) {
  const random = createRandom(seed);
  return { data: Float32Array.from({ length: rows * columns }, () => scale * random.normal()), rows, columns };
}

const shapes = fc.record({
  count: fc.oneof({ arbitrary: fc.integer({ min: 0, max: 40 }), weight: 4 }, fc.integer({ min: 500, max: 1100 })),
  points: fc.integer({ min: 0, max: 70 }),
  columns: fc.integer({ min: 1, max: 21 }),
  range: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  scale: fc.constantFrom(1e-3, 1, 1e6),
  seed: fc.integer(),
});

test('finds the same rows as an exhaustive search, with the same bits, and the first of equal rows', () => {
  fc.assert(
    fc.property(shapes, ({ count, points: n, columns, range, scale, seed }) => {
      const matrix = matrixOf(count, columns, seed, scale);
      const points = matrixOf(n, columns, seed + 1, scale);
      for (let row = 3; row < count; row += 5) matrix.data.copyWithin(row * columns, 0, columns);
      if (count > 0) points.data.set(matrix.data.subarray(0, Math.min(n, count) * columns));
      const [start, end] = range.map((share) => Math.round(share * count)).toSorted((a, b) => a - b);
      const all = new Rows(matrix);
      const expected = Array.from({ length: n }, (_, point) => {
        const distances = all.squaredDistances(points.data, point * columns).subarray(start, end);
        const smallest = distances.reduce((a, b) => Math.min(a, b), Infinity);
        return [smallest, distances.length > 0 ? start + distances.indexOf(smallest) : -1];
      });
      const { rows, distances } = new NearestRows(matrix).nearest(points, start, end);
      expect(Array.from(distances, (distance, i) => [distance, rows[i]])).toEqual(expected);
    }),
  );
});
