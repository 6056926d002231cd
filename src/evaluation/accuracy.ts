import type { Split } from '../datasets/contract.ts';
import { inBlocks } from '../budget.ts';
import { itemSize, subset, validateSplit } from '../splits/index.ts';
import { describeEngine, startEngine, type Engine } from '../engine/index.ts';
import { InvalidModelError, InvalidOptionError, PredictionError } from '../errors.ts';
import { largestOf } from '../matrix/rows.ts';
import { checkModel } from '../models/check-model.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { isNetwork } from '../models/network/is-network.ts';
import { networkOf } from '../models/network/network-of.ts';
import { queriedModel } from '../models/predictor.ts';
import type { AccuracyMeasurement } from '../report/schemas/measurement.ts';
import type { Progress } from '../progress.ts';
import { createRandom } from '../random/index.ts';
import { seedOf } from '../settings.ts';
import {
  between,
  callback,
  checkOptions,
  flag,
  list,
  record,
  seedLimit,
  type LimitsOf,
  isInstance,
} from '../options.ts';
import { show } from '../show.ts';
import { predictionsOnWorkers } from '../workers/passes.ts';
import { otherOrder } from './class-order.ts';
import { confusionOf } from './confusion.ts';
import { fickleAnswers } from './fickle-answers.ts';
import { constantAnswer } from './constant-answer.ts';
import { accuracyOfParts, classesWithoutInputs, partsOf, slicesLimit, type PartOptions, type Parts } from './parts.ts';
import { startSequentialTest, type SequentialOptions, type SequentialTest } from './sequential.ts';
import { wilson } from '../statistics/index.ts';

export interface EvaluationOptions extends PartOptions {
  /** Seed of the order of a sequential measurement; else only recorded. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Confidence of the interval. @defaultValue 0.95 */
  readonly confidence?: number;
  /** Names of the classes in the confusion matrix. @defaultValue their numbers */
  readonly classNames?: readonly string[];
  /** Receives the progress of a predictor after every batch. @defaultValue none */
  readonly progress?: Progress;
  /**
   * Stop as soon as the accuracy is known to lie above or below a threshold. The inputs are taken in random order, and the interval is a
   * confidence sequence, which holds although the results decide when to stop. @defaultValue all inputs are predicted
   */
  readonly sequential?: SequentialOptions;
  /** Also return the predicted class per input, unless `sequential`. The result is then not plain JSON. @defaultValue false */
  readonly keepPredictions?: boolean;
  /** Also ask about some inputs twice, and warn if the answers differ. @defaultValue false */
  readonly diagnose?: boolean;
}

/** The limits of these options. */
export const evaluationLimits: LimitsOf<EvaluationOptions> = {
  seed: seedLimit,
  confidence: between(0, 1),
  classNames: list,
  perClass: flag,
  slices: slicesLimit,
  progress: callback,
  sequential: record,
  keepPredictions: flag,
  diagnose: flag,
};

/** Inputs that a predictor is asked about at once. */
const batchSize = 128;

/**
 * Measures accuracy: the share of inputs whose predicted class is their label, with its Wilson interval and the confusion matrix.
 *
 * @param model - a classifier, or any `{ predict }`, which is asked in batches and may answer labels; of equal scores, the first counts
 * @returns the measurement
 * @throws InvalidDataError if the split does not fit the model: it is empty, has a label out of range, or values that are not
 *   finite or outside the input range of a classifier; PredictionError if `predict` throws: its `measured` holds the measurement of the
 *   inputs before; InvalidModelError or NumericalError if an answer cannot be used
 */
export async function evaluateAccuracy(
  given: Classifier | Predictor,
  split: Split,
  options: EvaluationOptions = {},
): Promise<AccuracyMeasurement & { readonly predictions?: Int32Array }> {
  const { progress, sequential, confidence, classNames, perClass, slices, keepPredictions, diagnose, ...checked } =
    checkOptions('evaluateAccuracy', options, evaluationLimits);
  const test = startSequentialTest('evaluateAccuracy', sequential, { confidence });
  if (sequential && (perClass || slices)) throw partsInTurns(perClass ? 'perClass' : 'slices');
  checkModel('evaluateAccuracy', given);
  const engine = await startEngine();
  const model = (isNetwork(given) ? networkOf(given) : given) as typeof given;
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split to evaluate on');
  if ('predictions' in model) assertInRange('evaluateAccuracy', split, model);
  const parts = partsOf(split, { perClass, slices }, classNames);
  const started = performance.now();
  const seed = seedOf('evaluateAccuracy', checked.seed);
  const measuredOn =
    ({ labels }: Split) =>
    (predicted: Int32Array): AccuracyMeasurement =>
      measurementOf(model, predicted, labels, { started, engine, seed, confidence, classNames, parts });
  const diagnosed = async (measurement: AccuracyMeasurement): Promise<AccuracyMeasurement> => {
    const fickle = diagnose ? await fickleAnswers(model, split) : [];
    return fickle.length > 0 ? { ...measurement, warnings: [...(measurement.warnings ?? []), ...fickle] } : measurement;
  };
  if (test) return diagnosed(await inTurns(model, split, test, { measuredOn, seed, progress }));
  const predictions = await predictionsOf(model, split, measuredOn(split), progress);
  return { ...(await diagnosed(measuredOn(split)(predictions))), ...(keepPredictions && { predictions }) };
}

/** Measures in random order until the test is decided. */
async function inTurns(
  model: Classifier | Predictor,
  split: Split,
  test: SequentialTest,
  { measuredOn, seed, progress }: InTurns,
): Promise<AccuracyMeasurement> {
  const order = createRandom(seed)
    .fork('sequential')
    .shuffle(Array.from({ length: split.size }, (_, item) => item));
  const predicted = new Int32Array(split.size);
  let correct = 0;
  const shuffled = subset(split, order);
  const done = await inBlocks(order, { isDecided: test.isDecided }, async (block, before) => {
    const part = subset(split, block);
    const measured = (some: Int32Array): AccuracyMeasurement => {
      predicted.set(some, before);
      return measuredOn(shuffled)(predicted.subarray(0, before + some.length));
    };
    const classes = await predictionsOf(model, part, measured);
    predicted.set(classes, before);
    correct += countEqual(classes, part.labels);
    test.observe(correct, before + block.length);
    progress?.({ task: 'predict', done: before + block.length, total: split.size });
  });
  return { ...measuredOn(shuffled)(predicted.subarray(0, done)), ...test.describe(split.size) };
}

interface InTurns extends Pick<EvaluationOptions, 'progress'> {
  readonly seed: number;
  /** Returns the measurement of the first inputs of a split, as many as there are predictions. */
  readonly measuredOn: (split: Split) => (predicted: Int32Array) => AccuracyMeasurement;
}

/** The conditions of a measurement. */
interface Circumstances extends Pick<EvaluationOptions, 'confidence' | 'classNames'> {
  readonly parts: Parts;
  readonly started: number;
  readonly engine: Engine;
  readonly seed: number;
}

/** The measurement of the first inputs, as many as there are predictions. */
function measurementOf(
  model: Classifier | Predictor,
  predicted: Int32Array,
  allLabels: Int32Array,
  { started, engine, seed, confidence, classNames, parts }: Circumstances,
): AccuracyMeasurement {
  const labels = allLabels.subarray(0, predicted.length);
  const correct = countEqual(predicted, labels);
  const { confusion } = confusionOf(labels, predicted, { classes: model.classes, classNames });
  const classes = model.classes ?? confusion?.classes.length ?? 0;
  const isWhole = predicted.length === allLabels.length;
  const warnings = [
    ...constantAnswer(labels, predicted),
    ...otherOrder(labels, predicted),
    ...classesWithoutInputs(parts, classes, classNames),
  ];
  return {
    kind: 'accuracy',
    subject: model.name ?? 'predictor',
    parameters: {},
    value: correct / predicted.length,
    inputs: predicted.length,
    interval: wilson(correct, predicted.length, confidence),
    seconds: (performance.now() - started) / 1000,
    seed,
    engine: describeEngine(engine),
    ...(confusion && { confusion }),
    ...(isWhole && accuracyOfParts(parts, (item) => predicted[item] === labels[item], confidence)),
    ...(warnings.length > 0 && { warnings }),
  };
}

/**
 * The predicted class per input.
 *
 * @param measured - the measurement of the first inputs, for the error if a later one cannot be answered
 */
async function predictionsOf(
  model: Classifier | Predictor,
  split: Split,
  measured: (predicted: Int32Array) => AccuracyMeasurement,
  progress?: Progress,
): Promise<Int32Array> {
  if ('predictions' in model) {
    const predicted = (await predictionsOnWorkers(model, split, progress)) ?? (await model.predictions(split));
    return checkedPredictions(model, predicted, split);
  }
  const { predict, classes } = await queriedModel(model, split);
  if (model.classes === undefined) validateSplit(split, classes, 'the split to evaluate on');
  const length = itemSize(split);
  const predicted = new Int32Array(split.size);
  for (let start = 0; start < split.size; start += batchSize) {
    const end = Math.min(start + batchSize, split.size);
    const inputs = Float32Array.from(split.inputs.subarray(start * length, end * length));
    const { data } = await predict(inputs, end - start).catch((error: unknown) => {
      throw start === 0 ? error : withMeasured(error, measured(predicted.subarray(0, start)));
    });
    predicted.set(largestOf(data, classes), start);
    progress?.({ task: 'predict', done: end, total: split.size });
  }
  return predicted;
}

/** @throws InvalidModelError unless a classifier made by hand predicts one class per input */
function checkedPredictions({ name }: Classifier, predicted: unknown, { size }: Split): Int32Array {
  if (isInstance(predicted, Int32Array) && predicted.length === size) return predicted;
  throw new InvalidModelError(
    `evaluateAccuracy: "${name}" predicts ${show(predicted)} for ${size} inputs.\nExpected an Int32Array with one class per input.\n` +
      'Correct its function predictions, or pass { predict } alone.',
  );
}

const partsInTurns = (name: string): InvalidOptionError =>
  new InvalidOptionError(
    `evaluateAccuracy: the options are sequential and ${name}.\nExpected one of both, because a measurement that stops early says little of small parts.\n` +
      `Remove sequential, or measure ${name} in an assertion of its own.`,
  );

/** The error of a query with what was measured before. */
function withMeasured(error: unknown, measured: AccuracyMeasurement): unknown {
  if (!(error instanceof PredictionError)) return error;
  const { value, inputs } = measured;
  const message = `${error.message}\nBefore that, accuracy was ${value.toFixed(3)} on the first ${inputs} inputs (measured in this error).`;
  return new PredictionError(message, { cause: error.cause, measured });
}

/** The number of positions at which two arrays of classes agree. */
export function countEqual(a: Int32Array, b: Int32Array): number {
  return a.reduce((count, value, i) => (value === b[i] ? count + 1 : count), 0);
}
