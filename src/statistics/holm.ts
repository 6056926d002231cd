import { demand, list } from '../options.ts';
import { show } from '../show.ts';
import { InvalidOptionError } from '../errors.ts';

/**
 * Holm's correction of the p values of several tests. A test is significant if its corrected value is at most α. The
 * probability of any false positive is then at most α, whatever the dependence between the tests.
 *
 *   p̃_(i) = max_{j <= i} min(1, (m - j + 1) p_(j)),   p_(1) <= … <= p_(m)
 *
 * @returns corrected values, in the order of `pValues`
 * @throws InvalidOptionError on a value outside [0, 1]
 * @see Holm 1979, Scand. J. Stat. 6(2), 65-70
 */
export function holm(pValues: readonly number[]): number[] {
  demand('holm', 'the list of p values', pValues, list);
  const wrong = pValues.findIndex((p) => !(typeof p === 'number' && p >= 0 && p <= 1));
  if (wrong >= 0)
    throw new InvalidOptionError(`holm: p value ${wrong} is ${show(pValues[wrong])}.\nExpected a number in [0, 1].`);
  const corrected = pValues.map(() => 0);
  const order = [...pValues.keys()].sort((a, b) => pValues[a] - pValues[b]);
  order.reduce((least, index, rank) => {
    return (corrected[index] = Math.max(least, Math.min(1, (pValues.length - rank) * pValues[index])));
  }, 0);
  return corrected;
}
