import jstat from 'jstat';
import { validateCounts, type ShareInterval } from './interval.ts';

/** Both parameters of the beta distribution over which alternatives are mixed: that of Krichevsky and Trofimov. */
const prior = 0.5;

/**
 * The confidence sequence of a binomial share, from a mixture of likelihood ratios. With the stated confidence it holds the true share
 * at all n at once, so it stays valid if trials stop when it looks good; Wilson's interval does not.
 *
 *   { p : B(k + 1/2, n - k + 1/2) / B(1/2, 1/2) < p^k (1 - p)^(n - k) / α },   B the beta function, α = 1 - confidence
 *
 * @param successes - number of successful trials so far, k
 * @param n - number of trials so far; 0 gives [0, 1]
 * @param confidence - lower bound on the probability that no interval of the sequence misses the share. @defaultValue 0.95
 * @returns the interval after n trials, in [0, 1]
 * @throws InvalidOptionError unless 0 <= successes <= n are integers and 0 < confidence < 1
 * @see Robbins 1970, Ann. Math. Stat. 41(5), 1397-1409; Howard et al. 2021, Ann. Stat. 49(2), 1055-1080, section 3
 */
export function confidenceSequence(successes: number, n: number, confidence = 0.95): ShareInterval {
  if (n === 0 && successes === 0) {
    validateCounts('confidenceSequence', 0, 1, confidence);
    return { low: 0, high: 1, confidence };
  }
  validateCounts('confidenceSequence', successes, n, confidence);
  const { betaln } = jstat.jStat;
  const evidence = betaln(successes + prior, n - successes + prior) - betaln(prior, prior) + Math.log(1 - confidence);
  /** Whether a share is one of the sequence; the likelihood is largest at k/n and falls on both sides of it. */
  const isIn = (p: number): boolean => evidence < timesLog(successes, p) + timesLog(n - successes, 1 - p);
  const share = successes / n;
  return {
    low: successes === 0 ? 0 : edge(share, 0, isIn),
    high: successes === n ? 1 : edge(share, 1, isIn),
    confidence,
  };
}

/** k log p, which is 0 for k = 0. */
const timesLog = (k: number, p: number): number => (k === 0 ? 0 : k * Math.log(p));

/** Bisects between a share that is in the sequence and one that is not, to the last bit. @returns the first that is not */
function edge(inside: number, outside: number, isIn: (p: number) => boolean): number {
  let [near, far] = [inside, outside];
  for (;;) {
    const middle = (near + far) / 2;
    if (middle === near || middle === far) return far;
    if (isIn(middle)) near = middle;
    else far = middle;
  }
}
