import { Rows } from '../engine/matrix.ts';
import { principalComponents } from '../geometry/principal-components.ts';
import { joinRows, type Matrix } from '../matrix.ts';
import { integerFrom } from '../options.ts';
import { pacing, type Pace } from '../pace.ts';
import { defineAcquisition } from './define.ts';

export interface CoreSetOptions {
  /** Number of principal components, of pool and labelled set together, to which features are reduced. @defaultValue null, all */
  readonly pca: number | null;
}

/**
 * Core-set by k-center greedy: query the input that is furthest from everything labelled or queried so far, again and again.
 *
 *   x = argmax_{x ∈ pool} min_{z ∈ labelled ∪ queried} ‖h(x) - h(z)‖₂
 *
 * The minimum is kept for every input, so that a query costs O(n d) and no matrix of distances is held. Without a labelled set
 * the first query is the input nearest to the mean. Duplicates follow when nothing else is left.
 *
 * Needs `features` [pool, d] and `labelledFeatures` [labelled, d]; returns indices, furthest first.
 * @see Sener and Savarese 2018, arXiv:1708.00489, algorithm 1; Guo et al. 2021, section 4.4 (10); Zhan et al. 2022 reduce to 32
 *   components
 */
export const coreSet = defineAcquisition({
  name: 'coreSet',
  needs: ['features', 'labelledFeatures'],
  defaults: { pca: null } as CoreSetOptions,
  limits: { pca: integerFrom(1) },
  select: ({ features, labelledFeatures }, count, _random, { pca }, progress) => {
    const [pool, labelled] = pca === null ? [features, labelledFeatures] : reduced(features, labelledFeatures, pca);
    return kCenterGreedy(pool, labelled, count, pacing('select', progress));
  },
});

/** Two matrices in the principal components of both together. */
function reduced(pool: Matrix, labelled: Matrix, count: number): [Matrix, Matrix] {
  const { data: all, columns } = principalComponents(joinRows([pool, labelled]), count);
  const end = pool.rows * columns;
  return [
    { data: all.subarray(0, end), rows: pool.rows, columns },
    { data: all.subarray(end), rows: labelled.rows, columns },
  ];
}

async function kCenterGreedy(pool: Matrix, labelled: Matrix, count: number, pace: Pace): Promise<Int32Array> {
  const rows = new Rows(pool);
  const nearest = new Float64Array(pool.rows).fill(Number.POSITIVE_INFINITY);
  const cover = ({ data, columns }: Matrix, row: number): void => {
    const distances = rows.squaredDistances(data, row * columns);
    for (let i = 0; i < nearest.length; i++) if (distances[i] < nearest[i]) nearest[i] = distances[i];
  };
  for (let row = 0; row < labelled.rows; row++) {
    cover(labelled, row);
    await pace(row, labelled.rows + count);
  }
  const selected = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const chosen = k === 0 && labelled.rows === 0 ? nearestToMean(pool, rows) : largest(nearest);
    selected[k] = chosen;
    cover(pool, chosen);
    nearest[chosen] = -1;
    await pace(labelled.rows + k, labelled.rows + count);
  }
  return selected;
}

function nearestToMean({ data, columns, rows: n }: Matrix, rows: Rows): number {
  const mean = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) mean[i % columns] += data[i] / n;
  return largest(rows.squaredDistances(mean, 0).map((distance) => -distance));
}

/** The first position of the largest value. */
function largest(values: Float64Array | Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
