import { InvalidOptionError } from '../errors.ts';
import { histogram } from './histogram.ts';

/**
 * The Jensen-Shannon divergence of two distributions, in nats; the squared distance of SciPy.
 *
 *   JSD(p ‖ q) = ½ Σ p log(p/m) + ½ Σ q log(q/m),   m = ½(p + q),  0 log 0 = 0;  between 0 and log 2
 *
 * @see Lin 1991, IEEE Transactions on Information Theory 37
 */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length || p.length === 0) {
    throw new InvalidOptionError(`jensenShannon: ${p.length} and ${q.length} shares.\nExpected two distributions over the same bins.`);
  }
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const middle = (p[i] + q[i]) / 2;
    if (p[i] > 0) divergence += 0.5 * p[i] * Math.log(p[i] / middle);
    if (q[i] > 0) divergence += 0.5 * q[i] * Math.log(q[i] / middle);
  }
  return Math.max(0, divergence);
}

/**
 * How far the values of a selection are from representing the pool: the divergence of their histograms over the pool's
 * range.
 *
 * @param bins - @defaultValue 50
 * @see Guo 2021, arXiv:2112.02542, eq. 12
 */
export function divergenceOf(selected: ArrayLike<number>, pool: ArrayLike<number>, bins = 50): number {
  const range: [number, number] = [Infinity, -Infinity];
  for (let i = 0; i < pool.length; i++) {
    range[0] = Math.min(range[0], pool[i]);
    range[1] = Math.max(range[1], pool[i]);
  }
  return jensenShannon(histogram(selected, bins, range), histogram(pool, bins, range));
}
