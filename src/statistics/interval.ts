import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';

/** A confidence interval of a share; all three numbers lie in [0, 1]. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/**
 * Rejects counts that are not a binomial outcome.
 *
 * @throws InvalidOptionError unless 0 <= successes <= n are integers, n > 0 and 0 < confidence < 1
 */
export function validateCounts(callee: string, successes: number, n: number, confidence: number): void {
  if (!Number.isInteger(n) || n < 1) {
    throw new InvalidOptionError(
      `${callee}: n is ${show(n)}.\nExpected the number of trials, an integer of at least 1.`,
    );
  }
  if (!Number.isInteger(successes) || successes < 0 || successes > n) {
    throw new InvalidOptionError(
      `${callee}: successes is ${show(successes)}.\nExpected an integer from 0 to n = ${n}.\nPass the count, not the share.`,
    );
  }
  if (typeof confidence !== 'number' || !(confidence > 0 && confidence < 1)) {
    throw new InvalidOptionError(
      `${callee}: confidence is ${show(confidence)}.\nExpected 0 < confidence < 1, for example 0.95.`,
    );
  }
}
