import type { Split } from '../datasets/contract.ts';
import { validateSplit } from '../splits/index.ts';
import { describeEngine, startEngine } from '../engine/index.ts';
import type { Classifier } from '../models/contract.ts';
import { assertInRange } from '../models/network/input-range.ts';
import type { AccuracyMeasurement } from '../report/schemas/measurement.ts';
import { settings } from '../settings.ts';
import { wilson } from '../statistics/index.ts';

export interface EvaluationOptions {
  /** Only recorded; measuring accuracy uses no randomness. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
}

/**
 * Measures accuracy: the share of inputs whose predicted class is their label, with its Wilson interval.
 *
 * @returns the measurement
 * @throws InvalidDataError if the split does not fit the model: it is empty, has a label out of range, or values that
 *   are not finite or outside the input range
 */
export async function evaluateAccuracy(
  classifier: Classifier,
  split: Split,
  options: EvaluationOptions = {},
): Promise<AccuracyMeasurement> {
  const engine = await startEngine();
  validateSplit(split, classifier.classes, 'the split to evaluate on');
  assertInRange('evaluateAccuracy', split, classifier);
  const started = performance.now();
  const correct = countEqual(await classifier.predictions(split), split.labels);
  return {
    kind: 'accuracy',
    subject: classifier.name,
    parameters: {},
    value: correct / split.size,
    inputs: split.size,
    interval: wilson(correct, split.size),
    seconds: (performance.now() - started) / 1000,
    seed: options.seed ?? settings().seed,
    engine: describeEngine(engine),
  };
}

/** The number of positions at which two arrays of classes agree. */
export function countEqual(a: Int32Array, b: Int32Array): number {
  return a.reduce((count, value, i) => (value === b[i] ? count + 1 : count), 0);
}
