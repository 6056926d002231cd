import { InvalidDataError, InvalidOptionError, NumericalError } from '../../errors.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import type { AvailableSignals, GivenSignals, SignalName, SignalRequests, Signals } from '../../signals/contract.ts';

/** Checks the number of inputs to select. @throws InvalidOptionError if it is not an integer from 0 to the pool size */
export function validateCount(name: string, count: number, size: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= size) return;
  throw new InvalidOptionError(
    `${name}: cannot select ${count} inputs from a pool of ${size}.\n` +
      `Expected an integer from 0 to ${size}.\nSelect fewer inputs or pass a larger pool.`,
  );
}

/**
 * Checks and returns the signals that a function needs.
 *
 * @throws InvalidOptionError if one is missing; InvalidDataError if one does not fit the pool; NumericalError if a value is
 *   not finite
 */
export function validateSignals<Needs extends SignalName>(
  owner: string,
  needs: SignalRequests<Needs>,
  signals: AvailableSignals,
): GivenSignals<Needs> {
  for (const need of Object.keys(needs) as Needs[]) validateSignal(owner, need, signals, Object.keys(needs));
  return signals as GivenSignals<Needs>;
}

function validateSignal<Name extends SignalName>(
  owner: string,
  name: Name,
  signals: AvailableSignals,
  needs: readonly string[],
): void {
  const signal = (signals as Partial<Signals>)[name];
  if (signal === undefined) {
    throw new InvalidOptionError(
      `${owner}: the signal "${name}" is missing.\nExpected ${needs.join(', ')}.\n` +
        'Compute the signal from the model and pass it.',
    );
  }
  checks[name](`${owner}: ${name}`, signal as Signals[Name], signals.size);
}

/** The check of each signal. A stream is checked by its source, one batch at a time. */
const checks: { readonly [Name in SignalName]: (what: string, signal: Signals[Name], size: number) => void } = {
  stage: () => {},
  probabilities: checkPoolMatrix,
  posteriorSamples: (what, samples, size) => samples.forEach((sample) => checkPoolMatrix(what, sample, size)),
  features: (what, features, size) => {
    checkPoolMatrix(what, features, size);
    if (features.slopes) checkPoolMatrix(`${what}.slopes`, features.slopes, size);
  },
  labelledFeatures: checkMatrix,
  labels: () => {},
  labelledPredictions: () => {},
  activations: () => {},
  gradientLengths: checkPoolValues,
  boundaryDistances: (what, { indices, distances }) => {
    checkRows(what, distances.length, indices.length);
    checkFinite(what, distances, 1);
  },
  bimDistances: checkPoolValues,
};

function checkPoolMatrix(what: string, matrix: Matrix, size: number): void {
  checkRows(what, matrix.rows, size);
  checkMatrix(what, matrix);
}

function checkPoolValues(what: string, values: Float64Array, size: number): void {
  checkRows(what, values.length, size);
  checkFinite(what, values, 1);
}

function checkRows(what: string, rows: number, size: number): void {
  if (rows === size) return;
  throw new InvalidDataError(
    `${what} has ${rows} rows, but the pool has ${size} inputs.\nExpected one row per input.\n` +
      'Compute the signals and the size from the same pool.',
  );
}

/** Checks a matrix. @throws NumericalError if a value is not finite */
export function checkMatrix(what: string, { data, columns }: Matrix): void {
  checkFinite(what, data, columns);
}

function checkFinite(what: string, values: Float32Array | Float64Array, columns: number): void {
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    throw new NumericalError(
      `${what} contains ${values[at]} for input ${Math.floor(at / columns)}.\n` +
        'Expected finite numbers.\nCheck the inputs and the weights of the model for NaN.',
    );
  }
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
