import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Coverage, Rows } from '../../../../src/engine/arrays/matrix.ts';

/** Points on a coarse grid, so that many are equally far. */
const points = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: columns, maxLength: columns }), {
    minLength: 1,
    maxLength: 23,
  }),
);

test('names the first of the rows that are furthest from all points so far', () => {
  fc.assert(
    fc.property(points, fc.infiniteStream(fc.nat()), (rows, picks) => {
      const matrix = { data: Float32Array.from(rows.flat()), rows: rows.length, columns: rows[0].length };
      const all = new Rows(matrix);
      const coverage = new Coverage(matrix);
      const nearest = rows.map(() => Infinity);
      for (let step = 0; step < 5; step++) {
        const point = picks.next().value % rows.length;
        const furthest = coverage.cover(matrix.data, point * matrix.columns);
        all.squaredDistances(matrix.data, point * matrix.columns).forEach((distance, i) => {
          nearest[i] = Math.min(nearest[i], distance);
        });
        expect(furthest).toBe(nearest.indexOf(Math.max(...nearest)));
        nearest[furthest] = -1;
        coverage.exclude(furthest);
      }
    }),
  );
});

test('names the row nearest to a point', () => {
  const coverage = new Coverage({ data: Float32Array.of(0, 5, 3, 2, 9), rows: 5, columns: 1 });
  expect(coverage.nearestTo(Float64Array.of(2.5), 0)).toBe(2);
});
