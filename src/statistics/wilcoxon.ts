import { checkNames, demand, list, oneOf } from '../options.ts';
import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import { midRanks } from './mid-ranks.ts';
import { normalTail } from './normal-tail.ts';

export interface WilcoxonOptions {
  /** The alternative hypothesis on the differences x - y. @defaultValue 'two-sided' */
  readonly alternative?: 'two-sided' | 'greater' | 'less';
  /**
   * `'exact'` counts all sign assignments of the ranks, ties included. `'asymptotic'` uses the normal approximation, with a
   * correction for ties but not for continuity. `'auto'` is exact up to 50 pairs, or 13 with ties or zeros, as in SciPy.
   *
   * @defaultValue 'auto'
   */
  readonly method?: 'auto' | 'exact' | 'asymptotic';
}

export interface WilcoxonResult {
  /** Sum of the ranks of the positive differences. */
  readonly positive: number;
  /** Sum of the ranks of the negative differences. */
  readonly negative: number;
  /** Number of pairs with a difference. */
  readonly pairs: number;
  /** Probability of ranks at least as extreme under the null hypothesis, in (0, 1]. */
  readonly pValue: number;
}

/**
 * Wilcoxon's signed-rank test: tests whether paired values differ systematically in one direction.
 *
 *   W⁺ = Σ rank(|x_i - y_i|) over x_i > y_i;  asymptotic: z = (W⁺ - n(n+1)/4) / √( n(n+1)(2n+1)/24 - Σ (t³ - t)/48 )
 *
 * Pairs without a difference are dropped and n pairs remain. t is the number of differences that share one absolute value. If
 * all pairs are equal, p is 1.
 *
 * @returns the rank sums, the number of pairs with a difference and the p value
 * @throws InvalidOptionError unless x and y have the same length, at least 1, and hold finite numbers
 * @see Wilcoxon 1945, Biometrics Bulletin 1(6), 80-83; scipy.stats.wilcoxon, which returns min(W⁺, W⁻) if two-sided
 */
export function wilcoxon(x: readonly number[], y: readonly number[], options: WilcoxonOptions = {}): WilcoxonResult {
  const { alternative = 'two-sided', method = 'auto' } = checkNames('wilcoxon', options, ['alternative', 'method']);
  demand('wilcoxon', 'the list of x values', x, list);
  demand('wilcoxon', 'the list of y values', y, list);
  demand('wilcoxon', 'alternative', alternative, oneOf('two-sided', 'greater', 'less'));
  demand('wilcoxon', 'method', method, oneOf('auto', 'exact', 'asymptotic'));
  const all = differencesOf(x, y);
  const differences = all.filter((difference) => difference !== 0);
  const pairs = differences.length;
  const ranks = midRanks(differences.map(Math.abs));
  const positive = ranks.reduce((sum, rank, i) => (differences[i] > 0 ? sum + rank : sum), 0);
  const negative = (pairs * (pairs + 1)) / 2 - positive;
  if (pairs === 0) return { positive, negative, pairs, pValue: 1 };

  const hasTies = new Set(ranks).size < all.length;
  const exact = method === 'exact' || (method === 'auto' && all.length <= (hasTies ? 13 : 50));
  const [less, greater] = (exact ? exactTails : asymptoticTails)(ranks, positive);
  const pValues = { less, greater, 'two-sided': Math.min(1, 2 * Math.min(less, greater)) };
  return { positive, negative, pairs, pValue: pValues[alternative] };
}

function differencesOf(x: readonly number[], y: readonly number[]): number[] {
  if (x.length !== y.length || x.length === 0) {
    throw new InvalidOptionError(
      `wilcoxon: got ${x.length} x values and ${y.length} y values.\nExpected equal numbers of values, at least 1 each.\n` +
        'Pass the values in pairs.',
    );
  }
  return x.map((value, i) => {
    if (typeof value === 'number' && typeof y[i] === 'number' && Number.isFinite(value - y[i])) return value - y[i];
    throw new InvalidOptionError(`wilcoxon: pair ${i} is ${show(value)} and ${show(y[i])}.\nExpected finite numbers.`);
  });
}

/** Returns P(W⁺ <= w) and P(W⁺ >= w), where each rank is positive or negative with equal probability. */
function exactTails(ranks: readonly number[], w: number): [number, number] {
  let shares = Float64Array.of(1); // shares of sign assignments, by twice the positive rank sum: midranks are halves
  for (const rank of ranks) {
    const next = new Float64Array(shares.length + 2 * rank);
    shares.forEach((share, sum) => {
      next[sum] += share / 2;
      next[sum + 2 * rank] += share / 2;
    });
    shares = next;
  }
  const total = (part: Float64Array): number => part.reduce((sum, share) => sum + share, 0);
  return [total(shares.subarray(0, 2 * w + 1)), total(shares.subarray(2 * w))];
}

/** Returns the same tails of the normal distribution with the mean and variance of W⁺. */
function asymptoticTails(ranks: readonly number[], w: number): [number, number] {
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  const variance = ranks.reduce((sum, rank) => sum + rank ** 2, 0) / 4;
  const z = (w - mean) / Math.sqrt(variance);
  return [normalTail(-z), normalTail(z)];
}
