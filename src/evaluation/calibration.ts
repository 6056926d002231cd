import type { Split } from '../datasets/contract.ts';
import { describeEngine, startEngine } from '../engine/index.ts';
import { InvalidModelError } from '../errors.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { largestOf } from '../matrix/rows.ts';
import { checkModel } from '../models/check-model.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { isNetwork } from '../models/network/is-network.ts';
import { networkOf } from '../models/network/network-of.ts';
import { queriedModel } from '../models/predictor.ts';
import { checkOptions, integerFrom, isCallable, isList, isObject, type LimitsOf } from '../options.ts';
import type { CalibrationMeasurement } from '../report/schemas/calibration-measurement.ts';
import { seedOf } from '../settings.ts';
import { show } from '../show.ts';
import { itemSize, validateSplit } from '../splits/index.ts';
import { probabilitiesOnWorkers } from '../workers/passes.ts';
import { mean } from '../statistics/index.ts';
import { evaluationLimits, type EvaluationOptions } from './accuracy.ts';
import { errorInterval, reliabilityOf } from './reliability.ts';

export interface CalibrationOptions extends Pick<EvaluationOptions, 'seed' | 'confidence' | 'progress'> {
  /** Number of bins of equal width, from confidence 0 to 1. @defaultValue 15 */
  readonly bins?: number;
}

const { seed, confidence, progress } = evaluationLimits;
const limits: LimitsOf<CalibrationOptions> = { seed, confidence, progress, bins: integerFrom(1, 10_000) };

/** Inputs that a predictor is asked about at once. */
const batchSize = 128;

/**
 * Measures calibration: whether a model that is 80 % confident is right on 80 % of these inputs.
 *
 *   ECE = Σ_b n_b / n · | accuracy(b) − confidence(b) |,   b the bin (from, to] of the largest probability
 *
 * The interval is that of the vector of all bins, from the covariance of its mean, so it reaches down to 0 if the model may be calibrated.
 * The estimate itself is never 0 on a finite sample; more bins make it larger.
 *
 * @param given - a classifier, or a predictor whose answers are probabilities
 * @returns the measurement, with the bins of the reliability diagram
 * @throws InvalidModelError if the answers are no probabilities; the same errors as `evaluateAccuracy`
 * @see Guo et al. 2017, arXiv:1706.04599, equation 3
 */
export async function evaluateCalibration(
  given: Classifier | Predictor,
  split: Split,
  options: CalibrationOptions = {},
): Promise<CalibrationMeasurement> {
  const owner = 'evaluateCalibration';
  const { bins = 15, confidence: level = 0.95, ...checked } = checkOptions(owner, options, limits);
  checkModel(owner, given);
  const engine = await startEngine();
  const model = (isNetwork(given) ? networkOf(given) : given) as typeof given;
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split to evaluate on');
  if ('probabilities' in model) assertInRange(owner, split, model);
  const chosen = seedOf(owner, checked.seed);
  const started = performance.now();
  const { data, columns } = await probabilitiesOf(model, split, checked.progress);
  const predicted = largestOf(data, columns);
  const confidences = Float64Array.from(predicted, (label, row) => Math.min(1, data[row * columns + label]));
  const correct = Array.from(predicted, (label, row) => label === split.labels[row]);
  const reliability = reliabilityOf(confidences, correct, bins);
  const gaps = reliability.map(({ confidence: mean, accuracy }) => Math.abs((accuracy ?? 0) - (mean ?? 0)));
  const value = reliability.reduce((sum, { inputs }, bin) => sum + (inputs / split.size) * gaps[bin], 0);
  return {
    kind: 'calibration',
    subject: model.name ?? 'predictor',
    parameters: { bins },
    value,
    inputs: split.size,
    interval: errorInterval(value, confidences, correct, { bins, level, seed: chosen }),
    accuracy: correct.filter(Boolean).length / split.size,
    meanConfidence: mean(confidences),
    maximumError: Math.max(...gaps),
    reliability,
    seconds: (performance.now() - started) / 1000,
    seed: chosen,
    engine: describeEngine(engine),
  };
}

/** The probabilities per input, [inputs, classes]. */
async function probabilitiesOf(
  model: Classifier | Predictor,
  split: Split,
  report: CalibrationOptions['progress'],
): Promise<Matrix> {
  if ('probabilities' in model && isCallable(model.probabilities))
    return checkedShares(
      model.name,
      (await probabilitiesOnWorkers(model, split, report)) ?? (await model.probabilities(split)),
      split,
    );
  const asked = await queriedModel(model, split);
  if ('answersLabels' in asked && asked.answersLabels) throw noProbabilities(asked.name, 'labels alone');
  if (model.classes === undefined) validateSplit(split, asked.classes, 'the split to evaluate on');
  const [length, columns] = [itemSize(split), asked.classes];
  const data = new Float32Array(split.size * columns);
  for (let start = 0; start < split.size; start += batchSize) {
    const end = Math.min(start + batchSize, split.size);
    const answer = await asked.predict(
      Float32Array.from(split.inputs.subarray(start * length, end * length)),
      end - start,
    );
    data.set(answer.data, start * columns);
    report?.({ task: 'predict', done: end, total: split.size });
  }
  return checkedShares(asked.name, { data, rows: split.size, columns }, split);
}

/** Probabilities in single precision sum to 1 but for this. */
const tolerance = 1e-3;

function checkedShares(name: string, answer: Matrix, { size }: Split): Matrix {
  if (!isObject(answer) || !isList(answer.data)) throw noProbabilities(name, show(answer));
  const { data, rows, columns } = answer;
  if (rows !== size || data.length !== size * columns || !(columns > 0))
    throw noProbabilities(name, `${rows} rows for ${size} inputs`);
  for (let row = 0; row < rows; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    const sum = values.reduce((total, value) => total + value, 0);
    if (values.every((value) => value >= 0) && Math.abs(sum - 1) <= tolerance) continue;
    throw noProbabilities(
      name,
      `scores that sum to ${Number(sum.toPrecision(4))} for input ${row}, from ${Math.min(...values)} to ${Math.max(...values)}`,
    );
  }
  return answer;
}

const noProbabilities = (name: string, answered: string): InvalidModelError =>
  new InvalidModelError(
    `evaluateCalibration: "${name}" answers ${answered}.\nExpected probabilities: a number from 0 to 1 per class, which sum to 1.\n` +
      'Let predict return the softmax of its logits.',
  );
