import { columnVariances } from '../geometry/moments.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { oneOf, positive } from '../options.ts';
import { pacing } from '../pace.ts';
import { characteristics, type Characteristic } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { lazyGreedy, type Gains } from './choice/lazy-greedy.ts';

export interface DeterminantalPointProcessOptions {
  /** q: the quality of a single input. `'margin'` means 1 - margin. @defaultValue 'entropy' */
  readonly quality: Characteristic;
  /** σ of the similarity. @defaultValue null: σ² is half the mean squared distance between two pool inputs */
  readonly bandwidth: number | null;
}

/** A remaining volume below this share of an input's own volume counts as rounding error. */
const rounding = 1e-10;

/**
 * Determinantal point process, with a greedy search for its mode: query diverse inputs of high quality. Each step takes the
 * input that increases the determinant most.
 *
 *   maximise det L_S,   L_ij = q_i exp(-‖h_i - h_j‖² / (2 σ²)) q_j
 *
 * The gain of an input is its diagonal element of the Schur complement. An incremental Cholesky decomposition tracks the gains
 * and updates only the rows of promising inputs, with at most O(n count) memory. Inputs without remaining gain, such as
 * duplicates, come last, in pool order.
 *
 * Needs `probabilities` [pool, classes] and `features` [pool, d]; returns indices, largest gain first.
 * @see Bıyık et al. 2019, arXiv:1906.07975, who draw from the process instead; Chen et al. 2018, arXiv:1709.05135, algorithm 1
 */
export const determinantalPointProcess = defineAcquisition({
  name: 'determinantalPointProcess',
  needs: ['probabilities', 'features'],
  defaults: { quality: 'entropy', bandwidth: null } as DeterminantalPointProcessOptions,
  limits: { quality: oneOf(...Object.keys(characteristics)), bandwidth: positive },
  select: async ({ probabilities, features }, count, _random, { quality, bandwidth }, progress) => {
    const pace = pacing('select', progress);
    const values = characteristics[quality](probabilities);
    const qualities = quality === 'margin' ? values.map((lead) => 1 - lead) : values;
    const variance = bandwidth === null ? columnVariances(features).reduce((a, b) => a + b, 0) : bandwidth ** 2;
    const picks = lazyGreedy(volumes(features, qualities, variance));
    const selected = new Int32Array(count);
    for (let k = 0; k < count; k++) {
      selected[k] = (picks.next().value as { candidate: number }).candidate;
      await pace(k + 1, count);
    }
    return selected;
  },
});

/** Gains as squared volumes added to the taken inputs: d_i² = L_ii - Σ_k c_ik², with c_i the row of the Cholesky factor. */
function volumes({ data, columns }: Matrix, qualities: Float64Array, variance: number): Gains {
  const taken: { input: number; root: number; row: Float64Array }[] = [];
  const rows = new Map<number, number[]>();
  const first = qualities.map((q) => q * q);
  const remaining = first.slice();

  const similarity = (i: number, j: number): number => {
    let squares = 0;
    for (let k = 0; k < columns; k++) {
      const difference = data[i * columns + k] - data[j * columns + k];
      squares += difference * difference;
    }
    return squares === 0 ? 1 : Math.exp(-squares / (2 * variance));
  };
  const rowOf = (i: number): number[] => {
    const row = rows.get(i) ?? [];
    rows.set(i, row);
    while (row.length < taken.length) {
      const { input, root, row: other } = taken[row.length];
      let sum = qualities[i] * similarity(i, input) * qualities[input];
      for (let k = 0; k < row.length; k++) sum -= row[k] * other[k];
      const element = root > 0 ? sum / root : 0;
      row.push(element);
      remaining[i] -= element * element;
      if (remaining[i] < rounding * first[i]) remaining[i] = 0;
    }
    return row;
  };
  return {
    first,
    now: (i) => {
      rowOf(i);
      return remaining[i];
    },
    take: (i) => {
      const row = Float64Array.from(rowOf(i));
      taken.push({ input: i, root: Math.sqrt(remaining[i]), row });
      rows.delete(i);
    },
  };
}
