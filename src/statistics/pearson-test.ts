import { InvalidOptionError } from '../errors.ts';
import { checkNames } from '../options.ts';
import { show } from '../show.ts';
import { pearson } from './pearson.ts';
import { studentTail } from './student-tail.ts';

export interface PearsonTestOptions {
  /** The alternative hypothesis on the correlation. @defaultValue 'two-sided' */
  readonly alternative?: 'two-sided' | 'greater' | 'less';
}

export interface PearsonTestResult {
  /** Pearson's correlation coefficient, in [-1, 1]. */
  readonly r: number;
  /** Number of pairs. */
  readonly pairs: number;
  /** Probability of a correlation at least as extreme if there is none, in [0, 1]; 1 for two pairs. */
  readonly pValue: number;
}

/**
 * Pearson's correlation with its significance: tests whether two normally distributed quantities are correlated.
 *
 *   t = r √(ν / (1 - r²)),   ν = n - 2 degrees of freedom of Student's t
 *
 * @returns r, the number of pairs n and the p value
 * @throws InvalidOptionError unless both have the same length, at least 2, and neither is constant; on another alternative
 * @see scipy.stats.pearsonr, which gives the same p value
 */
export function pearsonTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: PearsonTestOptions = {},
): PearsonTestResult {
  const { alternative = 'two-sided' } = checkNames('pearsonTest', options, ['alternative']);
  const r = pearson(x, y);
  const pairs = x.length;
  const twoSided = pairs === 2 ? 1 : studentTail(r, pairs - 2);
  const [towards, away] = pairs === 2 ? [1, 1] : [twoSided / 2, 1 - twoSided / 2];
  const pValues = new Map([
    ['two-sided', twoSided],
    ['greater', r > 0 ? towards : away],
    ['less', r > 0 ? away : towards],
  ]);
  const pValue = pValues.get(alternative);
  if (pValue === undefined) {
    throw new InvalidOptionError(
      `pearsonTest: alternative is ${show(alternative)}.\nExpected one of ${[...pValues.keys()].map(show).join(', ')}.`,
    );
  }
  return { r, pairs, pValue };
}
