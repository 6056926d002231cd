import type { Split } from '../datasets/contract.ts';
import { describeEngine, startEngine } from '../engine/index.ts';
import { largestOf } from '../matrix/rows.ts';
import { checkModel } from '../models/check-model.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { isNetwork } from '../models/network/is-network.ts';
import { networkOf } from '../models/network/network-of.ts';
import { checkOptions, integerFrom, type LimitsOf } from '../options.ts';
import type { CalibrationMeasurement } from '../report/schemas/calibration-measurement.ts';
import { seedOf } from '../settings.ts';
import { validateSplit } from '../splits/index.ts';
import { mean } from '../statistics/index.ts';
import { evaluationLimits, type EvaluationOptions } from './accuracy.ts';
import { probabilitiesOf } from './probabilities.ts';
import { errorInterval, reliabilityOf } from './reliability.ts';

export interface CalibrationOptions extends Pick<EvaluationOptions, 'seed' | 'confidence' | 'progress'> {
  /** Number of bins of equal width, from confidence 0 to 1. @defaultValue 15 */
  readonly bins?: number;
}

const { seed, confidence, progress } = evaluationLimits;
const limits: LimitsOf<CalibrationOptions> = { seed, confidence, progress, bins: integerFrom(1, 10_000) };

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
  const { data, columns } = await probabilitiesOf(owner, model, split, checked.progress);
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
