import type { Random } from '../../random/index.ts';
import { fitReverseWeibull } from '../../statistics/index.ts';
import type { CleverSettings } from './options.ts';

export interface LipschitzConstant {
  readonly constant: number;
  /** Whether no distribution fits, so that the largest gradient seen stands for its right end. */
  readonly collapsed: boolean;
}

/** A fit that the test rejects at this level is none, as in the code of Weng et al. 2018. */
const significance = 0.001;

/**
 * The local Lipschitz constant of a lead: the right end of the distribution of the maxima of batches of gradient norms.
 *
 * @param norms - gradient norms at uniform points: batch after batch, or the pool that batches are drawn from
 */
export function lipschitzConstant(
  norms: Float32Array,
  { batches, samples, poolFactor }: CleverSettings,
  random: Random,
): LipschitzConstant {
  const at = poolFactor === null ? (drawn: number) => drawn : () => random.integer(norms.length);
  const maxima = Float64Array.from({ length: batches }, (_, batch) => {
    let largest = 0;
    for (let drawn = batch * samples; drawn < (batch + 1) * samples; drawn++)
      largest = Math.max(largest, norms[at(drawn)]);
    return largest;
  });
  const fit = fitReverseWeibull(maxima);
  return fit && fit.p >= significance
    ? { constant: fit.location, collapsed: false }
    : { constant: Math.max(...maxima), collapsed: true };
}
