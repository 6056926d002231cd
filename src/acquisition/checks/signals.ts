import { InvalidDataError, InvalidOptionError } from '../../errors.ts';
import { checkFinite, checkMatrix, isNumbers } from '../../matrix/check-matrix.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { isCallable, isObject } from '../../options.ts';
import { show } from '../../show.ts';
import type { AvailableSignals, GivenSignals, SignalName, SignalRequests, Signals } from '../../signals/contract.ts';

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
  checkSize(owner, signals);
  const names = Object.keys(needs) as Needs[];
  for (const need of names) validateSignal(owner, need, signals, names);
  checkLabelled(owner, Object.fromEntries(names.map((name) => [name, (signals as Partial<Signals>)[name]])));
  return signals as GivenSignals<Needs>;
}

/** Checks that the signals of the labelled set are about as many inputs. */
function checkLabelled(owner: string, { labelledFeatures, ...others }: Partial<Signals>): void {
  if (!labelledFeatures) return;
  for (const name of ['labels', 'labelledPredictions'] as const) {
    const { [name]: classes } = others;
    if (classes === undefined || classes.length === labelledFeatures.rows) continue;
    throw new InvalidDataError(
      `${owner}: ${name} has ${classes.length} classes, but labelledFeatures has ${labelledFeatures.rows} rows.\n` +
        'Expected one class per labelled input.\nCompute the signals from the same labelled set.',
    );
  }
}

/** Checks the size of the pool. Nothing is allocated by it before a signal has as many rows. */
export function checkSize(owner: string, signals: unknown): void {
  const size: unknown = isObject(signals) ? signals.size : undefined;
  if (Number.isSafeInteger(size) && (size as number) >= 0) return;
  throw new InvalidDataError(
    `${owner}: the signals are ${show(signals)}.\nExpected { size, … }, where size is the number of inputs in the pool.\n` +
      'Pass the result of signalsOf(classifier, pool, { needs }).',
  );
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
  stage: (what, stage) => {
    if (!(Number.isSafeInteger(stage) && stage >= 0)) throw malformed(what, stage, 'an integer of at least 0');
  },
  probabilities: checkPoolMatrix,
  posteriorSamples: (what, samples, size) => {
    if (!Array.isArray(samples) || samples.length === 0)
      throw malformed(what, samples, 'a list of matrices, one per draw');
    for (const sample of samples) checkPoolMatrix(what, sample, size);
  },
  features: (what, features, size) => {
    checkPoolMatrix(what, features, size);
    if (features.slopes) checkPoolMatrix(`${what}.slopes`, features.slopes, size);
  },
  labelledFeatures: checkMatrix,
  labels: checkClasses,
  labelledPredictions: checkClasses,
  activations: checkActivations,
  gradientLengths: checkPoolValues,
  boundaryDistances: (what, signal, size) => {
    const { indices, distances, twins } = partsOf(signal);
    if (!isNumbers(indices) || !isNumbers(distances))
      throw malformed(what, signal, '{ indices, distances } in typed arrays');
    checkRows(what, distances.length, indices.length);
    if (Array.from(indices).some((index) => !(Number.isInteger(index) && index >= 0 && index < size)))
      throw malformed(`${what}.indices`, indices, `positions in a pool of ${size} inputs`);
    checkFinite(what, distances, 1);
    if (twins !== undefined) checkMatrix(`${what}.twins`, twins);
  },
  bimDistances: checkPoolValues,
};

/** The parts of a signal; none if it is no object. */
const partsOf = (signal: object): Readonly<Record<string, unknown>> =>
  isObject(signal) ? (signal as Readonly<Record<string, unknown>>) : {};

const malformed = (what: string, value: unknown, expected: string): InvalidDataError =>
  new InvalidDataError(
    `${what} is ${show(value)}.\nExpected ${expected}.\nPass what signalsOf(classifier, pool, { needs }) returns.`,
  );

function checkPoolMatrix(what: string, matrix: Matrix, size: number): void {
  checkMatrix(what, matrix);
  checkRows(what, matrix.rows, size);
}

function checkPoolValues(what: string, values: unknown, size: number): void {
  if (!isNumbers(values)) throw malformed(what, values, 'a typed array with one number per input');
  checkRows(what, values.length, size);
  checkFinite(what, values, 1);
}

function checkClasses(what: string, classes: unknown): void {
  if (isNumbers(classes) && Array.from(classes).every((label) => Number.isInteger(label) && label >= 0)) return;
  throw malformed(what, classes, 'an Int32Array with one class index per labelled input');
}

function checkActivations(what: string, signal: Signals['activations']): void {
  const { neurons, layers, low, high, batches } = partsOf(signal);
  const areLayers = Array.isArray(layers) && layers.every((layer) => isObject(layer));
  const areRanges = isNumbers(low) && isNumbers(high) && low.length === neurons && high.length === neurons;
  if (areLayers && areRanges && isCallable(batches)) return;
  throw malformed(what, signal, '{ neurons, layers, low, high, batches } with one range per neuron');
}

function checkRows(what: string, rows: number, size: number): void {
  if (rows === size) return;
  throw new InvalidDataError(
    `${what} has ${rows} rows, but the pool has ${size} inputs.\nExpected one row per input.\n` +
      'Compute the signals and the size from the same pool.',
  );
}
