import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eigenvectors } from '../../../src/geometry/eigenvectors.ts';
import { normalMatrix } from '../acquisition/pool.ts';

/** A symmetric matrix [size, size] of these numbers. */
const symmetric = (size: number, entry: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return entry(Math.min(i, j), Math.max(i, j));
  });

/** Checks that the vectors are orthonormal, that the values descend, and that both make the matrix. */
async function checkDecomposition(matrix: Float64Array, size: number): Promise<void> {
  const { values, vectors } = await eigenvectors(matrix, size);
  const largest = Math.max(...matrix.map(Math.abs)) || 1;
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  let [leastOrthogonal, leastEqual] = [0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let [product, sum] = [0, 0];
      for (let k = 0; k < size; k++) {
        product += vectors[i * size + k] * vectors[j * size + k];
        sum += values[k] * vectors[k * size + i] * vectors[k * size + j];
      }
      leastOrthogonal = Math.max(leastOrthogonal, Math.abs(product - Number(i === j)));
      leastEqual = Math.max(leastEqual, Math.abs(sum - matrix[i * size + j]) / largest);
    }
  }
  expect(leastOrthogonal).toBeLessThan(1e-11);
  expect(leastEqual).toBeLessThan(1e-11);
}

describe('the decomposition of a symmetric matrix', () => {
  test('is exact for random matrices', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer(), async (size, seed) => {
        const { data } = normalMatrix(size, size, seed);
        await checkDecomposition(
          symmetric(size, (i, j) => data[i * size + j]),
          size,
        );
      }),
      { numRuns: 40 },
    ));

  test.each([
    ['zeros', () => 0],
    ['the identity', (i: number, j: number) => Number(i === j)],
    ['one vector’s products', (i: number, j: number) => (i + 1) * (j + 1)],
    ['equal blocks', (i: number, j: number) => (i >> 2 === j >> 2 ? 1 + Number(i === j) : 0)],
    ['blocks that differ in the last bits', (i: number, j: number) => (i >> 2 === j >> 2 ? 1 + (i >> 2) * 1e-15 : 0)],
    ['Wilkinson’s close pairs', (i: number, j: number) => (i === j ? Math.abs(i - 11) : Number(j === i + 1))],
    ['rows of zeros', (i: number, j: number) => (i % 3 && j % 3 ? 1 / (i + j + 1) : 0)],
    ['numbers of many magnitudes', (i: number, j: number) => 10 ** (-i - j)],
    ['huge numbers', (i: number, j: number) => 1e300 / (i + j + 1)],
    ['tiny numbers', (i: number, j: number) => 1e-300 / (i + j + 1)],
  ])('is exact for %s', (_, entry) => checkDecomposition(symmetric(23, entry), 23));

  test('has the same largest values and vectors if only these are asked for', async () => {
    const matrix = symmetric(20, (i, j) => Math.cos(i * j + 1));
    const [all, three] = [await eigenvectors(matrix, 20), await eigenvectors(matrix, 20, 3)];
    expect(three.values).toEqual(all.values.slice(0, 3));
    expect(three.vectors).toEqual(all.vectors.slice(0, 60));
  });
});
