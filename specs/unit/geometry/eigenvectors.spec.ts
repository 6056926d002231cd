import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eigenvectors } from '../../../src/geometry/eigenvectors.ts';
import { normalMatrix } from '../acquisition/pool.ts';

test('reconstructs a symmetric matrix from orthonormal vectors and descending values', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (size, seed) => {
      const { data } = normalMatrix(size, size, seed);
      const matrix = Float64Array.from(data, (value, at) => value + data[(at % size) * size + Math.floor(at / size)]);
      const { values, vectors } = eigenvectors(matrix, size);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          let [product, sum] = [0, 0];
          for (let k = 0; k < size; k++) {
            product += vectors[i * size + k] * vectors[j * size + k];
            sum += values[k] * vectors[k * size + i] * vectors[k * size + j];
          }
          expect(product).toBeCloseTo(Number(i === j), 9);
          expect(sum).toBeCloseTo(matrix[i * size + j], 9);
        }
      }
    }),
    { numRuns: 40 },
  );
});
