/** Positions in a sorted sample, from 0. */
export interface QuantileRanks {
  /** The quantile by nearest rank: the least value that is not below a share of the sample. */
  readonly rank: number;
  /** The ends of its interval. */
  readonly low: number;
  readonly high: number;
}

/**
 * The ranks of a quantile and of its interval, which holds for any distribution: the number of values below the true quantile is binomial.
 *
 *   low  = max{ l : P(B < l) <= α/2 },   high = min{ u : P(B >= u) <= α/2 },   B ~ Bin(n, share), positions l − 1 and u − 1
 *
 * @param share - the share of values below the quantile, in (0, 1)
 * @param n - size of the sample, large enough that both ends are in it
 * @see Conover 1999, Practical Nonparametric Statistics, section 3.2
 */
export function quantileRanks(share: number, n: number, confidence: number): QuantileRanks {
  const tail = (1 - confidence) / 2;
  const cumulative = binomialTails(share, n);
  let low = 1;
  while (low < n && cumulative[low] <= tail) low++; // P(B < low + 1) = cumulative[low]
  let high = n;
  while (high > 1 && 1 - cumulative[high - 2] <= tail) high--; // P(B >= high - 1) = 1 - cumulative[high - 2]
  return { rank: Math.max(0, Math.ceil(share * n - 1e-9) - 1), low: low - 1, high: high - 1 };
}

/** P(B <= k) for k = 0 … n. */
function binomialTails(share: number, n: number): Float64Array {
  const cumulative = new Float64Array(n + 1);
  let [logarithm, sum] = [n * Math.log(1 - share), 0];
  for (let k = 0; k <= n; k++) {
    sum += Math.exp(logarithm);
    cumulative[k] = Math.min(1, sum);
    logarithm += Math.log((n - k) / (k + 1)) + Math.log(share / (1 - share));
  }
  return cumulative;
}
