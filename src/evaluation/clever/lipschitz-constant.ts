import type { Random } from '../../random/index.ts';
import { fitReverseWeibullNear } from '../../statistics/index.ts';
import type { CleverSettings } from './options.ts';

export interface LipschitzConstant {
  readonly constant: number;
  /** Whether no distribution fits, so the constant is the largest gradient. */
  readonly collapsed: boolean;
  /** Whether the largest gradient needs no fit, because several batches reached it independently. */
  readonly isExact: boolean;
}

/** A fit that the test rejects at this level does not count, as in the code of Weng et al. 2018. */
const significance = 0.001;
/** Ranges of the maxima up to which the most likely right end is a better estimate than the largest gradient, evidence or not. */
const near = 0.75;

/**
 * The local Lipschitz constant of a lead: the right end of the distribution of the maxima of batches of gradient norms.
 *
 * @param norms - gradient norms at uniform points: batch by batch, or the pool that batches are drawn from
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
  const largest = Math.max(...maxima);
  const fit = fitReverseWeibullNear(maxima, near);
  if (fit && fit.p >= significance) return { constant: fit.location, collapsed: false, isExact: false };
  const reached = maxima.filter((value) => largest - value <= 1e-6 * largest).length; // equal, but for rounding
  const isExact = poolFactor === null ? reached > 1 : reached === batches; // batches from a pool share gradients
  return { constant: largest, collapsed: true, isExact };
}

/** The share of failed fits up to which the score stands without a warning. */
const tolerated = 0.25;

/** The warning for too many failed fits, as a sentence without its full stop. */
export function warningsOf(constants: readonly LipschitzConstant[]): string[] {
  const failed = constants.filter(({ collapsed, isExact }) => collapsed && !isExact).length;
  if (failed <= tolerated * constants.length) return [];
  const share = Math.round((100 * failed) / constants.length);
  return [
    `no reverse Weibull distribution fits ${share} % of the samples of gradients; their largest gradient is used instead, which makes the score too high: raise batches or samples`,
  ];
}
