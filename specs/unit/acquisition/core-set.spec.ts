import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coreSet } from '../../../src/acquisition/index.ts';
import { rowsAt } from '../../../src/matrix/matrix.ts';
import { createRandom } from '../../../src/random/index.ts';
import { matrixOf } from './matrix.ts';
import { permuted, randomPool, select } from './pool.ts';

const line = { size: 5, features: matrixOf([[1], [2], [9], [10], [6]]), labelledFeatures: matrixOf([[0]]) };

test('queries the input furthest from everything labelled or queried so far', async () => {
  expect(await select(coreSet, line, 5)).toEqual([3, 4, 1, 0, 2]);
});

test('starts near the mean without a labelled set', async () => {
  expect(await select(coreSet, { ...line, labelledFeatures: matrixOf([]) }, 2)).toEqual([4, 0]);
});

test('selects duplicates last', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer(),
      async (size, copies, seed) => {
        const { features, ...pool } = randomPool(size, seed);
        const places = createRandom(seed).sample(size * copies, size * copies);
        const doubled = {
          ...pool,
          size: size * copies,
          features: rowsAt(
            features,
            places.map((place) => place % size),
          ),
        };
        const originals = (await select(coreSet, doubled, size)).map((index) => places[index] % size);
        expect(new Set(originals).size).toBe(size);
      },
    ),
    { numRuns: 30 },
  );
});

test('selects the same inputs if the pool is permuted', async () => {
  const pool = randomPool(40, 1);
  const order = createRandom(3).sample(40, 40);
  const selected = await select(coreSet, permuted(pool, order), 12);
  expect(selected.map((index) => order[index])).toEqual(await select(coreSet, pool, 12));
});

describe('with principal components', () => {
  test('selects the same inputs if as many components as features are kept', async () => {
    const pool = randomPool(40, 2);
    expect(await select(coreSet.with({ pca: 6 }), pool, 10)).toEqual(await select(coreSet, pool, 10));
  });

  test('ignores directions of lower variance', async () => {
    const features = matrixOf([[1, 0.3], [2, -0.3], [8.5, 0.2], [10, 0], [6, -0.1]]); // prettier-ignore
    const flat = { ...line, features, labelledFeatures: matrixOf([[0, 0.1]]) };
    expect(await select(coreSet.with({ pca: 1 }), flat, 5)).toEqual([3, 4, 1, 2, 0]);
  });

  test('rejects zero components', () => {
    expect(() => coreSet.with({ pca: 0 })).toThrow('coreSet: pca is 0.\nExpected an integer of at least 1.');
  });
});
