import { Coverage } from '../engine/arrays/matrix.ts';
import { columnMeans } from '../geometry/moments.ts';
import { principalComponents } from '../geometry/principal-components.ts';
import { joinRows, type Matrix } from '../matrix/matrix.ts';
import { integerFrom } from '../options.ts';
import { pacing, type Pace } from '../pace.ts';
import { defineAcquisition } from './define.ts';

export interface CoreSetOptions {
  /** Reduce the features to this many principal components of pool and labelled set together. @defaultValue null: keep all */
  readonly pca: number | null;
}

/**
 * Core-set by k-center greedy: repeatedly query the input furthest from everything labelled or queried so far.
 *
 *   x = argmax_{x ∈ pool} min_{z ∈ labelled ∪ queried} ‖h(x) - h(z)‖₂
 *
 * The minimum of every input is stored, so a query costs O(n d) and needs no distance matrix. Without a labelled set the
 * first query is the input nearest to the mean. Duplicates come last.
 *
 * Needs `features` [pool, d] and `labelledFeatures` [labelled, d]; returns indices, furthest first.
 * @see Sener and Savarese 2018, arXiv:1708.00489, algorithm 1; Guo et al. 2021, section 4.4 (10); Zhan et al. 2022, who
 *   reduce to 32 components
 */
export const coreSet = defineAcquisition({
  name: 'coreSet',
  needs: ['features', 'labelledFeatures'],
  leastLabelled: 0,
  defaults: { pca: null } as CoreSetOptions,
  limits: { pca: integerFrom(1) },
  select: async ({ features, labelledFeatures }, count, _random, { pca }, progress) => {
    const pace = pacing('select', progress);
    const [pool, labelled] =
      pca === null ? [features, labelledFeatures] : await reduced(features, labelledFeatures, pca, pace);
    return kCenterGreedy(pool, labelled, count, pace);
  },
});

/** Projects two matrices on the principal components of both together. */
async function reduced(pool: Matrix, labelled: Matrix, count: number, pace: Pace): Promise<[Matrix, Matrix]> {
  const { data: all, columns } = await principalComponents(joinRows([pool, labelled]), count, () => pace(0, pool.rows));
  const end = pool.rows * columns;
  return [
    { data: all.subarray(0, end), rows: pool.rows, columns },
    { data: all.subarray(end), rows: labelled.rows, columns },
  ];
}

async function kCenterGreedy(pool: Matrix, labelled: Matrix, count: number, pace: Pace): Promise<Int32Array> {
  const covered = new Coverage(pool);
  let furthest = labelled.rows > 0 ? 0 : covered.nearestTo(columnMeans(pool), 0);
  for (let j = 0; j < labelled.rows; j++) {
    furthest = covered.cover(labelled.data, j * labelled.columns);
    await pace(j, labelled.rows + count);
  }
  const selected = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    selected[k] = furthest;
    covered.exclude(furthest);
    furthest = covered.cover(pool.data, furthest * pool.columns);
    await pace(labelled.rows + k, labelled.rows + count);
  }
  return selected;
}
