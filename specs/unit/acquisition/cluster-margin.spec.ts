import { expect, test } from 'vitest';
import { clusterMargin } from '../../../src/acquisition/index.ts';
import { matrixOf } from './matrix.ts';
import { randomPool, select } from './pool.ts';

/** Three groups of 1, 2 and 3 uncertain inputs, and one group of certain inputs. */
const pool = {
  size: 9,
  features: matrixOf([[0], [0.1], [0.2], [50], [50.1], [90], [-70], [-70.1], [-70.2]]),
  probabilities: matrixOf([...Array.from({ length: 6 }, (_, i) => [0.5 + i / 100, 0.5 - i / 100]), ...Array.from({ length: 3 }, () => [1, 0])]), // prettier-ignore
};
const groupOf = [2, 2, 2, 1, 1, 0, 3, 3, 3];

test('takes turns between the clusters of the candidates, small ones first', async () => {
  const acquisition = clusterMargin.with({ candidates: 2, clusters: 4 });
  const firsts = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    const selected = await select(acquisition, pool, 3, seed);
    expect(selected.map((index) => groupOf[index])).toEqual([0, 1, 2]);
    firsts.add(selected[2]);
  }
  expect(firsts.size).toBeGreaterThan(1); // members are drawn at random
});

test('repeats the turns until enough inputs are selected', async () => {
  const selected = await select(clusterMargin.with({ candidates: 2, clusters: 4 }), pool, 5);
  expect(selected.map((index) => groupOf[index])).toEqual([0, 1, 2, 3, 1]);
});

test('takes the smallest margins with one candidate per input to select', async () => {
  expect(await select(clusterMargin.with({ candidates: 1 }), pool, 4)).toEqual([0, 1, 2, 3]);
});

test('merges clusters up to a distance', async () => {
  const selected = await select(clusterMargin.with({ candidates: 3, distance: 10 }), pool, 4);
  expect(selected.map((index) => groupOf[index])).toEqual([0, 1, 2, 3]);
  const further = await select(clusterMargin.with({ candidates: 3, distance: 45 }), pool, 4); // groups 0 and 1 are merged
  expect(further.map((index) => Math.max(1, groupOf[index]))).toEqual([2, 1, 3, 2]);
});

test('selects only candidates', async () => {
  const many = randomPool(80, 3);
  const chosen = await select(clusterMargin.with({ candidates: 2 }), many, 10);
  const doubtful = await select(clusterMargin.with({ candidates: 1 }), many, 20);
  expect(doubtful).toEqual(expect.arrayContaining(chosen));
});
