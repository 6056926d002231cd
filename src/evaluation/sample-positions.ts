import { integerFrom, resolveOptions } from '../options.ts';
import { createRandom } from '../random/index.ts';

/**
 * A uniform sample of `limit` positions of a split, ascending; without a limit, all positions. A seed always gives the same
 * sample, so attacks and scores can be compared.
 *
 * @throws InvalidOptionError if the limit is not a positive integer
 */
export function samplePositions(size: number, limit: number | undefined, seed: number): Int32Array {
  const { limit: count } = resolveOptions('evaluateRobustness', { limit: size }, { limit }, { limit: integerFrom(1) });
  if (count >= size) return Int32Array.from({ length: size }, (_, position) => position);
  return createRandom(seed).fork('evaluateRobustness', 'limit').sample(size, count).sort();
}
