import { expect, test } from 'vitest';
import { diverseMiniBatch } from '../../../src/acquisition/index.ts';
import { matrixOf } from './matrix.ts';
import { select } from './pool.ts';

/** Two groups of uncertain inputs, and one group of certain inputs. */
const doubt = [0, 0.01, 0.02, 0.01, 0.03, 0.02, 0.4, 0.4];
const pool = {
  size: 8,
  features: matrixOf([[0], [1], [2], [50], [51], [52], [100], [101]]),
  probabilities: matrixOf(doubt.map((lead) => [0.5 + lead, 0.5 - lead])),
};

test('queries the centre of each group of candidates', async () => {
  for (let seed = 0; seed < 10; seed++) {
    const selected = await select(diverseMiniBatch.with({ candidates: 3 }), pool, 2, seed);
    expect(selected.toSorted((a, b) => a - b)).toEqual([1, 4]);
  }
});

test('takes the smallest margins with one candidate per input to select', async () => {
  expect(await select(diverseMiniBatch.with({ candidates: 1 }), pool, 3)).toEqual([0, 1, 3]);
});

test('weights centroids towards uncertain inputs', async () => {
  const lone = {
    size: 3,
    features: matrixOf([[0], [4], [10]]),
    probabilities: matrixOf([[1, 0], [0.9, 0.1], [0.5, 0.5]]), // prettier-ignore
  };
  expect(await select(diverseMiniBatch.with({ candidates: 3 }), lone, 1)).toEqual([2]);
});
