import { InvalidOptionError } from '../errors.ts';

/** A two-sided confidence interval of a share. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/** Refuses counts and confidences of which no interval can be made. */
export function assertShare(caller: string, successes: number, n: number, confidence: number): void {
  if (!Number.isInteger(n) || n < 1 || !Number.isInteger(successes) || successes < 0 || successes > n) {
    throw new InvalidOptionError(
      `${caller}: ${successes} successes of ${n}.\nExpected integers with 0 <= successes <= n and n >= 1.\nMeasure at least one input.`,
    );
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new InvalidOptionError(`${caller}: confidence is ${confidence}.\nExpected 0 < confidence < 1.\nFor 95 % pass 0.95.`);
  }
}
