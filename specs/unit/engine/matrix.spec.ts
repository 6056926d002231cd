import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DoubleRows, Rows } from '../../../src/engine/matrix.ts';
import { createRandom } from '../../../src/random/index.ts';

const shapes = fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 1, max: 21 }), fc.integer());

function matrixOf(rows: number, columns: number, seed: number) {
  const random = createRandom(seed);
  return { data: Float32Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
}

test('distances and products are those of the definition, for all shapes', () => {
  fc.assert(
    fc.property(shapes, ([count, columns, seed]) => {
      const matrix = matrixOf(count, columns, seed);
      const point = matrixOf(1, columns + 3, seed + 1).data;
      const rows = new Rows(matrix);
      const expected = (term: (a: number, b: number) => number): unknown[] =>
        Array.from({ length: count }, (_, i) => {
          let sum = 0;
          for (let j = 0; j < columns; j++) sum += term(matrix.data[i * columns + j], point[3 + j]);
          return expect.closeTo(sum, 4);
        });
      expect(Array.from(rows.squaredDistances(point, 3))).toEqual(expected((a, b) => (a - b) ** 2));
      expect(Array.from(rows.innerProducts(point, 3))).toEqual(expected((a, b) => a * b));
    }),
  );
});

test('rows of float64 give the definition to its last digits', () => {
  fc.assert(
    fc.property(shapes, ([count, columns, seed]) => {
      const random = createRandom(seed);
      const data = Float64Array.from({ length: count * columns }, () => random.normal());
      const point = Float64Array.from({ length: columns }, () => random.normal());
      const rows = new DoubleRows(data, columns);
      const expected = (term: (a: number, b: number) => number): unknown[] =>
        Array.from({ length: count }, (_, i) =>
          expect.closeTo(
            point.reduce((sum, value, j) => sum + term(data[i * columns + j], value), 0),
            12,
          ),
        );
      expect([...rows.squaredDistances(point)]).toEqual(expected((a, b) => (a - b) ** 2));
      expect([...rows.innerProducts(point)]).toEqual(expected((a, b) => a * b));
    }),
  );
});

test('equal rows give equal results wherever they lie, 0 to themselves', () => {
  fc.assert(
    fc.property(shapes, ([count, columns, seed]) => {
      const { data } = matrixOf(1, columns, seed);
      const all = Float32Array.from({ length: (count + 1) * columns }, (_, at) => data[at % columns]);
      const rows = new Rows({ data: all, rows: count + 1, columns });
      const point = matrixOf(1, columns, seed + 1).data;
      expect(new Set(rows.squaredDistances(point, 0)).size).toBe(1);
      expect(new Set(rows.squaredDistances(data, 0))).toEqual(new Set([0]));
      expect(new Set(rows.innerProducts(data, 0))).toEqual(new Set([rows.squaredNorm(count)]));
    }),
  );
});

test('rows can be replaced and copied, and asked for in part', () => {
  const rows = new Rows({ data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, columns: 2 });
  rows.set(1, Float64Array.of(9, 7, 8), 1);
  rows.copy(2, 0);
  expect(rows.innerProducts(Float64Array.of(1, 10), 0)).toEqual(Float32Array.of(65, 87, 65));
  expect(rows.innerProducts(Float64Array.of(1, 10), 0, 2)).toEqual(Float32Array.of(65, 87));
});
