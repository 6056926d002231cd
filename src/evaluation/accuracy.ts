import type { Split } from '../datasets/contract.ts';
import { itemSize, validateSplit } from '../splits/index.ts';
import { describeEngine, startEngine } from '../engine/index.ts';
import { largestOf } from '../matrix/rows.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { queriedModel } from '../models/predictor.ts';
import type { AccuracyMeasurement } from '../report/schemas/measurement.ts';
import { seedOf } from '../settings.ts';
import { checkOptions, seedLimit, type LimitsOf } from '../options.ts';
import { constantAnswer } from './constant-answer.ts';
import { wilson } from '../statistics/index.ts';

export interface EvaluationOptions {
  /** Only recorded; measuring accuracy uses no randomness. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
}

const limits: LimitsOf<EvaluationOptions> = { seed: seedLimit };

/** Inputs that a predictor is asked about at once. */
const batchSize = 128;

/**
 * Measures accuracy: the share of inputs whose predicted class is their label, with its Wilson interval.
 *
 * @param model - a classifier, or any `{ predict }`, which is asked in batches; of equal scores, the first counts
 * @returns the measurement
 * @throws InvalidDataError if the split does not fit the model: it is empty, has a label out of range, or values that are not
 *   finite or outside the input range of a classifier; InvalidModelError or NumericalError if an answer of `predict` cannot be used
 */
export async function evaluateAccuracy(
  model: Classifier | Predictor,
  split: Split,
  options: EvaluationOptions = {},
): Promise<AccuracyMeasurement> {
  const { seed } = checkOptions('evaluateAccuracy', options, limits);
  const engine = await startEngine();
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split to evaluate on');
  if ('predictions' in model) assertInRange('evaluateAccuracy', split, model);
  const started = performance.now();
  const predicted = await predictionsOf(model, split);
  const correct = countEqual(predicted, split.labels);
  const warnings = constantAnswer(split.labels, predicted);
  return {
    kind: 'accuracy',
    subject: model.name ?? 'predictor',
    parameters: {},
    value: correct / split.size,
    inputs: split.size,
    interval: wilson(correct, split.size),
    seconds: (performance.now() - started) / 1000,
    seed: seedOf('evaluateAccuracy', seed),
    engine: describeEngine(engine),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** The predicted class per input. */
async function predictionsOf(model: Classifier | Predictor, split: Split): Promise<Int32Array> {
  if ('predictions' in model) return model.predictions(split);
  const { predict, classes } = await queriedModel(model, split);
  if (model.classes === undefined) validateSplit(split, classes, 'the split to evaluate on');
  const length = itemSize(split);
  const predicted = new Int32Array(split.size);
  for (let start = 0; start < split.size; start += batchSize) {
    const end = Math.min(start + batchSize, split.size);
    const inputs = Float32Array.from(split.inputs.subarray(start * length, end * length));
    const { data } = await predict(inputs, end - start);
    predicted.set(largestOf(data, classes), start);
  }
  return predicted;
}

/** The number of positions at which two arrays of classes agree. */
export function countEqual(a: Int32Array, b: Int32Array): number {
  return a.reduce((count, value, i) => (value === b[i] ? count + 1 : count), 0);
}
