import { show } from '../../show.ts';
import { InvalidDataError, InvalidOptionError, NumericalError } from '../../errors.ts';

/** Checks the number of inputs to select. @throws InvalidOptionError if it is not an integer from 0 to the pool size */
export function validateCount(name: string, count: number, size: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= size) return;
  throw new InvalidOptionError(
    `${name}: cannot select ${show(count)} inputs from a pool of ${size}.\n` +
      `Expected an integer from 0 to ${size}.\nSelect fewer inputs or pass a larger pool.`,
  );
}

/**
 * Checks scores and returns them unchanged.
 *
 * @throws InvalidDataError unless there is one score per input; NumericalError if one is not finite
 */
export function validateScores(name: string, scores: Float64Array, size: number): Float64Array {
  if (scores.length !== size) {
    throw new InvalidDataError(
      `${name}: score returned ${scores.length} values for ${size} inputs.\nExpected one value per input.\n` +
        'Correct the score function of this acquisition function.',
    );
  }
  const at = scores.findIndex((score) => !Number.isFinite(score));
  if (at < 0) return scores;
  throw new NumericalError(
    `${name}: the score of input ${at} is ${scores[at]}.\nExpected a finite number.\n` +
      'Check the signals of this input. Probabilities must lie in [0, 1].',
  );
}
