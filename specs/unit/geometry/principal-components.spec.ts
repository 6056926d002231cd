import { expect, test } from 'vitest';
import { principalComponents } from '../../../src/geometry/principal-components.ts';
import type { Matrix } from '../../../src/matrix/matrix.ts';
import { normalMatrix } from '../acquisition/pool.ts';

/** Returns the squared distances between all rows. */
function distances({ data, rows, columns }: Matrix): number[] {
  return Array.from({ length: rows * rows }, (_, at) => {
    const [i, j] = [Math.floor(at / rows), at % rows];
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += (data[i * columns + k] - data[j * columns + k]) ** 2;
    return sum;
  });
}

test.each([
  ['more rows than columns', 12, 5],
  ['fewer rows than columns', 5, 12],
])('all components keep all distances with %s', async (_, rows, columns) => {
  const matrix = normalMatrix(rows, columns, 1);
  const projected = await principalComponents(matrix, 99);
  expect([projected.rows, projected.columns]).toEqual([rows, columns]);
  const expected = distances(matrix).map((distance) => expect.closeTo(distance, 4));
  expect(distances(projected)).toEqual(expected);
});

test('few components of few rows equal those of the same rows, each given many times', async () => {
  const matrix = normalMatrix(4, 9, 2);
  const repeated = {
    data: Float32Array.from({ length: 5 * 36 }, (_, at) => matrix.data[at % 36]),
    rows: 20,
    columns: 9,
  };
  const [few, many] = [await principalComponents(matrix, 2), await principalComponents(repeated, 2)];
  expect(few.columns).toBe(2);
  few.data.forEach((value, at) => expect(Math.abs(value)).toBeCloseTo(Math.abs(many.data[at]), 4));
});
