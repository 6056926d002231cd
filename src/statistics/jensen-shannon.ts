import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import { isList } from '../value-kinds.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Jensen-Shannon divergence of two discrete distributions.
 *
 *   JSD(p, q) = ½ Σ p ln(p/m) + ½ Σ q ln(q/m),   m = (p + q) / 2
 *
 * Both are scaled to a sum of 1. SciPy's `jensenshannon` returns the square root of this value.
 *
 * @returns the divergence in nats: 0 if they are equal, ln 2 if they share no entry
 * @throws InvalidOptionError unless both have the same length, no negative entry and a positive, finite sum
 * @see Lin 1991, IEEE Trans. Inf. Theory 37(1), 145-151
 */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  for (const bins of [p, q]) if (!isList(bins)) checkNumbers('jensenShannon', 'the bins', bins);
  if (p.length !== q.length) {
    throw new InvalidOptionError(
      `jensenShannon: got ${p.length} and ${q.length} bins.\nExpected two histograms over the same bins.`,
    );
  }
  const [sumP, sumQ] = [massOf(p, 'p'), massOf(q, 'q')];
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i] / sumP, q[i] / sumQ];
    const middle = (a + b) / 2;
    if (a > 0) divergence += (a * Math.log(a / middle)) / 2;
    if (b > 0) divergence += (b * Math.log(b / middle)) / 2;
  }
  return Math.max(0, Math.min(Math.LN2, divergence));
}

function massOf(distribution: ArrayLike<number>, name: string): number {
  let sum = 0;
  for (let i = 0; i < distribution.length; i++) {
    if (!(typeof distribution[i] === 'number' && distribution[i] >= 0)) {
      throw new InvalidOptionError(
        `jensenShannon: ${name}[${i}] is ${show(distribution[i])}.\nExpected entries of at least 0.`,
      );
    }
    sum += distribution[i];
  }
  if (!(sum > 0 && sum < Infinity))
    throw new InvalidOptionError(`jensenShannon: ${name} adds up to ${sum}.\nExpected a positive, finite sum.`);
  return sum;
}
