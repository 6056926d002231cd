import { integerFrom, oneOf } from '../options.ts';
import { binOf } from '../statistics/index.ts';
import { characteristics, type Characteristic } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';

export interface DreOptions {
  /** The characteristic whose distribution the selection reproduces. @defaultValue 'entropy' */
  readonly characteristic: Characteristic;
  /** Number of bins of equal width over the pool's range. @defaultValue 50 */
  readonly bins: number;
}

/**
 * DRE, density-based robust sampling with entropy: query a sample whose entropies have the pool's distribution.
 *
 * With N inputs, c_i of them in bin i, the expected number from bin i in a query of n is q_i = n c_i / N. Each bin is shuffled.
 * The bins are concatenated and sampled systematically at the places ⌊(k + u) N / n⌋, k < n, for one u uniform in [0, 1). The
 * number n_i of selected inputs in bin i is ⌊q_i⌋ or ⌈q_i⌉, Σ n_i = n, and every input is drawn with probability n / N.
 *
 * Needs `probabilities` [pool, classes]; returns indices in the order of their bins.
 * @see Guo et al. 2021, algorithm 1. The paper does not define its RandomSample(U, PDF). Systematic sampling keeps the pool's
 *   density and prevents rounding from excluding small bins.
 */
export const dre = defineAcquisition({
  name: 'dre',
  needs: ['probabilities'],
  defaults: { characteristic: 'entropy', bins: 50 } as DreOptions,
  limits: { characteristic: oneOf(...Object.keys(characteristics)), bins: integerFrom(1, 1_000_000) },
  select: ({ size, probabilities }, count, random, { characteristic, bins }) => {
    const start = Math.floor(random.uniform() * size); // ⌊u N⌋, so that the places below are exact in integers
    const members = binMembers(characteristics[characteristic](probabilities), bins);
    const order = members.flatMap((bin) => random.shuffle(bin));
    return Int32Array.from({ length: count }, (_, k) => order[Math.floor((k * size + start) / count)]);
  },
});

/** Returns the indices of the values in each of `bins` bins of equal width over [min, max]; the last bin is closed. */
function binMembers(values: Float64Array, bins: number): number[][] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const members = Array.from({ length: bins }, (): number[] => []);
  values.forEach((value, index) => members[binOf(value, bins, low, high)].push(index));
  return members;
}
