import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DoubleRows, Rows } from '../../../../src/engine/arrays/matrix.ts';
import { createRandom } from '../../../../src/random/index.ts';

const shapes = fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 1, max: 21 }), fc.integer());

function matrixOf(rows: number, columns: number, seed: number) {
  const random = createRandom(seed);
  return { data: Float32Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
}

test('distances and products match their definitions for all shapes', () => {
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

const normals = (length: number, seed: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => random.normal());
};

/** Rows set in two parts, and their expected inner products with the points, [points][rows]. */
function doubleRows(count: number, columns: number, data: Float64Array, points: Float64Array) {
  const rows = new DoubleRows(count, columns);
  const half = Math.floor(count / 2);
  rows.set(0, data.subarray(0, half * columns));
  rows.set(half, data.subarray(half * columns));
  const product = (p: number, r: number): number => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += points[p * columns + j] * data[r * columns + j];
    return sum;
  };
  const expected = Array.from({ length: points.length / columns }, (_, p) =>
    Array.from({ length: count }, (__, r) => product(p, r)),
  );
  return { rows, expected };
}

/** Few points and rows, and more than are multiplied at a time. */
const doubleShapes = fc.tuple(
  fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 2 })),
  fc.oneof({ arbitrary: fc.integer({ min: 1, max: 19 }), weight: 5 }, fc.integer({ min: 510, max: 1030 })),
  fc.integer({ min: 1, max: 21 }),
  fc.integer(),
);

test('inner products of float64 rows match their definition to the last digits, for many points at once', () => {
  fc.assert(
    fc.property(doubleShapes, ([n, count, columns, seed]) => {
      const points = normals(n * columns, seed);
      const { rows, expected } = doubleRows(count, columns, normals(count * columns, seed + 1), points);
      const products = rows.innerProducts(points);
      expect(products).toHaveLength(n * count);
      expect(expected.flat().every((value, at) => Math.abs(products[at] - value) < 1e-12)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('the log-sum-exp is right for sums of any size', () => {
  fc.assert(
    fc.property(doubleShapes, fc.constantFrom(1, 30, 1e4), ([n, count, columns, seed], scale) => {
      const points = normals(n * columns, seed).map((value) => scale * value);
      const { rows, expected } = doubleRows(count, columns, normals(count * columns, seed + 1), points);
      const offsets = normals(count, seed + 2);
      offsets.forEach((offset, row) => rows.setOffset(row, offset));
      const sums = rows.logSums(points);
      expected.forEach((products, p) => {
        const powers = products.map((product, row) => product + offsets[row]);
        const largest = powers.reduce((a, b) => Math.max(a, b));
        const sum = powers.reduce((total, power) => total + Math.exp(power - largest), 0);
        expect(Math.abs(sums[p] - largest - Math.log(sum))).toBeLessThan(1e-14 * (10 + columns * scale * 10));
      });
    }),
    { numRuns: 40 },
  );
});

test('the log-sum-exp of NaN is NaN', () => {
  const rows = new DoubleRows(5, 1);
  rows.set(2, Float64Array.of(NaN));
  expect(rows.logSums(Float64Array.of(1))).toEqual(Float64Array.of(NaN));
});

test('equal rows give equal results at any position, and have distance 0 to themselves', () => {
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

test('rows can be replaced, copied and queried in part', () => {
  const rows = new Rows({ data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, columns: 2 });
  rows.set(1, Float64Array.of(9, 7, 8), 1);
  rows.copy(2, 0);
  expect(rows.innerProducts(Float64Array.of(1, 10), 0)).toEqual(Float32Array.of(65, 87, 65));
  expect(rows.innerProducts(Float64Array.of(1, 10), 0, 2)).toEqual(Float32Array.of(65, 87));
});
