import { demand, list } from '../options.ts';
import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import { midRanks } from './mid-ranks.ts';
import { normalTail } from './normal-tail.ts';

export interface FriedmanResult {
  /** χ², corrected for ties; 0 if all values of every block are equal. */
  readonly statistic: number;
  /** Number of treatments minus 1. */
  readonly freedom: number;
  /** Probability of a statistic at least as large if the treatments do not differ, by the χ² distribution. */
  readonly pValue: number;
  /** Mean rank of each treatment; rank 1 is the largest value of a block. */
  readonly meanRanks: number[];
}

/**
 * Friedman's test: tests whether several treatments differ, such as acquisition functions compared on the same data sets.
 *
 *   χ² = (12 n / (k (k + 1)) Σ_j R̄_j² - 3 n (k + 1)) / (1 - Σ (t³ - t) / (n (k³ - k)))
 *
 * Values are ranked within each of n blocks; R̄_j is the mean rank of treatment j of k, and t the size of each group of ties.
 *
 * @param values - [blocks][treatments], such as accuracies
 * @throws InvalidOptionError unless there is at least one block, all have the same number of treatments, at least 3, and all
 *   values are finite
 * @see Friedman 1937, J. Am. Stat. Assoc. 32(200), 675-701; scipy.stats.friedmanchisquare; Demšar 2006, JMLR 7, section 3.2.2
 */
export function friedman(values: readonly (readonly number[])[]): FriedmanResult {
  demand('friedman', 'the list of blocks', values, list);
  for (const block of values) demand('friedman', 'a block', block, list);
  const [n, k] = [values.length, values[0]?.length ?? 0];
  validateBlocks(values, k);
  const ranks = values.map((block) => midRanks(block.map((value) => -value)));
  const sums = Array.from({ length: k }, (_, j) => ranks.reduce((sum, block) => sum + block[j], 0));
  const ties = values.reduce((sum, block) => sum + tiesIn(block), 0);
  const correction = 1 - ties / (n * k * (k * k - 1));
  const squares = sums.reduce((total, sum) => total + sum * sum, 0);
  const statistic =
    correction > 0 ? Math.max(0, ((12 / (n * k * (k + 1))) * squares - 3 * n * (k + 1)) / correction) : 0;
  return { statistic, freedom: k - 1, pValue: chiSquareTail(statistic, k - 1), meanRanks: sums.map((sum) => sum / n) };
}

function validateBlocks(values: readonly (readonly number[])[], k: number): void {
  if (k < 3 || values.some((block) => block.length !== k)) {
    const lengths = [...new Set(values.map(({ length }) => length))].join(', ') || 'no';
    throw new InvalidOptionError(
      `friedman: got ${values.length} blocks of ${lengths} treatments.\n` +
        'Expected at least one block, and the same number of treatments in each, at least 3.\nCompare two treatments by wilcoxon.',
    );
  }
  values.forEach((block, i) => {
    const at = block.findIndex((value) => !Number.isFinite(value));
    if (at < 0) return;
    throw new InvalidOptionError(
      `friedman: value ${at} of block ${i} is ${show(block[at])}.\nExpected finite numbers.`,
    );
  });
}

/** Σ (t³ - t) over the groups of equal values. */
function tiesIn(block: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const value of block) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
}

/**
 * Probability that χ² exceeds a value, by the finite sums for integer degrees of freedom.
 *
 * @see Abramowitz and Stegun, Handbook of Mathematical Functions, 26.4.4 and 26.4.5
 */
function chiSquareTail(statistic: number, freedom: number): number {
  const even = freedom % 2 === 0;
  const root = Math.sqrt(statistic);
  let term = even ? Math.exp(-statistic / 2) : (root * Math.exp(-statistic / 2) * 2) / Math.sqrt(2 * Math.PI);
  let sum = even ? 0 : 2 * normalTail(root);
  for (let i = even ? 2 : 3; i <= freedom; i += 2) {
    sum += term;
    term *= statistic / i;
  }
  return Math.min(1, sum);
}
