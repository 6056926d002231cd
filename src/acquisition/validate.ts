import { InvalidDataError, InvalidOptionError, NumericalError } from '../errors.ts';
import type { GivenSignals, SignalName, Signals } from './contract.ts';

/** @throws InvalidOptionError if the count is no integer from 0 to the size of the pool */
export function validateCount(name: string, count: number, size: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= size) return;
  throw new InvalidOptionError(
    `${name}: asked to select ${count} inputs from a pool of ${size}.\n` +
      `Expected an integer from 0 to ${size}.\nAsk for fewer inputs or give a larger pool.`,
  );
}

/**
 * The signals that a function needs.
 *
 * @throws InvalidOptionError if one is missing; InvalidDataError if it is not of the pool; NumericalError if a value is not finite
 */
export function validateSignals<Needs extends SignalName>(
  name: string,
  needs: readonly Needs[],
  signals: Partial<Signals> & { readonly size: number },
): GivenSignals<Needs> {
  for (const need of needs) {
    const matrix = signals[need];
    if (matrix === undefined) {
      throw new InvalidOptionError(
        `${name}: the signal "${need}" is missing.\nExpected ${needs.join(', ')}.\nCompute it from the model and pass it.`,
      );
    }
    if (need !== 'labelledFeatures' && matrix.rows !== signals.size) {
      throw new InvalidDataError(
        `${name}: ${need} has ${matrix.rows} rows, the pool ${signals.size} inputs.\nExpected one row an input.\n` +
          'Compute the signals and the size from the same pool.',
      );
    }
    const at = matrix.data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) {
      throw new NumericalError(
        `${name}: ${need} of input ${Math.floor(at / matrix.columns)} has the value ${matrix.data[at]}.\n` +
          'Expected finite numbers.\nCheck the inputs and the weights of the model for NaN.',
      );
    }
  }
  return signals as GivenSignals<Needs>;
}

/** @throws InvalidDataError if there is not one score an input; NumericalError if one is not finite */
export function validateScores(name: string, scores: Float64Array, size: number): Float64Array {
  if (scores.length !== size) {
    throw new InvalidDataError(
      `${name}: its score returned ${scores.length} values for ${size} inputs.\nExpected one value an input.\n` +
        'Correct the score of this acquisition function.',
    );
  }
  const at = scores.findIndex((score) => !Number.isFinite(score));
  if (at < 0) return scores;
  throw new NumericalError(
    `${name}: the score of input ${at} is ${scores[at]}.\nExpected a finite number.\n` +
      'Check the signals of this input: probabilities lie in [0, 1].',
  );
}

/** @throws InvalidDataError if the selection is not `count` distinct indices of the pool */
export function validateSelection(name: string, selected: Int32Array, count: number, size: number): Int32Array {
  const distinct = new Set(selected);
  if (selected.length === count && distinct.size === count && selected.every((index) => index >= 0 && index < size)) {
    return selected;
  }
  throw new InvalidDataError(
    `${name}: its select returned ${selected.length} indices, ${distinct.size} of them distinct.\n` +
      `Expected ${count} distinct integers in [0, ${size}).\nCorrect the select of this acquisition function.`,
  );
}
