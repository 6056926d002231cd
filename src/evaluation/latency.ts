import type { Split } from '../datasets/contract.ts';
import { describeEngine, startEngine } from '../engine/index.ts';
import { InvalidOptionError } from '../errors.ts';
import { checkModel } from '../models/check-model.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { queriedModel } from '../models/predictor.ts';
import { between, checkOptions, demand, integerFrom, type LimitsOf } from '../options.ts';
import type { LatencyMeasurement } from '../report/schemas/latency-measurement.ts';
import { seedOf } from '../settings.ts';
import { itemSize, validateSplit } from '../splits/index.ts';
import { median } from '../statistics/index.ts';
import { quantileRanks } from '../statistics/quantile-ranks.ts';
import { evaluationLimits, type EvaluationOptions } from './accuracy.ts';

export interface LatencyOptions extends Pick<EvaluationOptions, 'seed' | 'confidence' | 'progress'> {
  /** The percentile over the calls, above 0 and below 100; 50 is the median. @defaultValue 95 */
  readonly percentile?: number;
  /** Inputs per call. @defaultValue 1 */
  readonly batch?: number;
  /** Number of timed calls, at most a million. @defaultValue 100, or as many as the interval of the percentile needs if those are more */
  readonly calls?: number;
}

/** Bounds of one measurement: its calls, and the values of one call, which take 256 MB. */
const mostCalls = 1_000_000;
const mostValues = 2 ** 26;

const { seed, confidence, progress } = evaluationLimits;
const limits: LimitsOf<LatencyOptions> = {
  ...{ seed, confidence, progress },
  percentile: between(0, 100),
  batch: integerFrom(1, mostValues),
  calls: integerFrom(1, mostCalls),
};

/** Calls before the timed ones: the first ones allocate memory, and compile. */
const warmUp = 10;

/** Timed calls, unless the percentile needs more. */
const usual = 100;

/**
 * Measures how long a model takes to answer on the engine of this process, after ten calls that are not timed. The calls take the inputs of
 * the split in turn. Time for checks of the answer counts; time to copy the inputs does not.
 *
 * The value is the percentile that is one of the timed values (nearest rank). Its interval lies between two of them, and holds for any
 * distribution if the calls are independent.
 *
 * @returns the measurement, in milliseconds; it depends on the machine and on what else runs there
 * @throws InvalidOptionError if there are too few calls for the percentile; InvalidDataError if the split does not fit; PredictionError if
 *   the model throws
 */
export async function evaluateLatency(
  model: Classifier | Predictor,
  split: Split,
  options: LatencyOptions = {},
): Promise<LatencyMeasurement> {
  const owner = 'evaluateLatency';
  const { percentile = 95, batch = 1, confidence: level = 0.95, ...checked } = checkOptions(owner, options, limits);
  checkModel(owner, model);
  const least = callsFor(percentile / 100, level);
  const { calls = Math.max(usual, least), progress: report } = checked;
  if (calls < least || least > mostCalls) throw tooFew(calls, { least, percentile, level });
  const engine = await startEngine();
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split to evaluate on');
  const most = Math.floor(mostValues / itemSize(split));
  demand(owner, 'batch', batch, integerFrom(1, most), 'Time fewer inputs per call.');
  const started = performance.now();
  const { predict } = await queriedModel(model, split);
  const times = new Float64Array(calls);
  for (let call = -warmUp; call < calls; call++) {
    const inputs = batchAt(split, (call + warmUp) * batch, batch);
    const before = performance.now();
    await predict(inputs, batch);
    if (call >= 0) times[call] = performance.now() - before;
    if (call >= 0) report?.({ task: 'time answers', done: call + 1, total: calls });
  }
  times.sort();
  const { rank, low, high } = quantileRanks(percentile / 100, calls, level);
  return {
    kind: 'latency',
    subject: model.name ?? 'predictor',
    parameters: { percentile, batch, calls },
    value: times[rank],
    inputs: calls * batch,
    interval: { low: times[low], high: times[high], confidence: level },
    percentile,
    batch,
    calls,
    median: median(times),
    fastest: times[0],
    slowest: times[calls - 1],
    seconds: (performance.now() - started) / 1000,
    seed: seedOf(owner, checked.seed),
    engine: describeEngine(engine),
  };
}

/** The least number of calls whose fastest and slowest are outside the percentile with the confidence. */
function callsFor(share: number, level: number): number {
  return Math.ceil(Math.log((1 - level) / 2) / Math.log(Math.max(share, 1 - share)));
}

/** The values of some inputs, from a position on; after the last input, the first follows. */
function batchAt(split: Split, from: number, count: number): Float32Array {
  const length = itemSize(split);
  const values = new Float32Array(count * length);
  for (let row = 0; row < count; row++) {
    const item = (from + row) % split.size;
    values.set(split.inputs.subarray(item * length, (item + 1) * length), row * length);
  }
  return values;
}

const tooFew = (
  calls: number,
  { least, percentile, level }: { readonly least: number; readonly percentile: number; readonly level: number },
): InvalidOptionError =>
  new InvalidOptionError(
    least > mostCalls
      ? `evaluateLatency: percentile ${percentile} needs ${least} calls to have an interval with confidence ${level}.\n` +
          `Expected at most ${mostCalls}.\nAsk for a lower percentile or confidence.`
      : `evaluateLatency: calls is ${calls}.\nExpected at least ${least}, so that percentile ${percentile} has an interval with confidence ${level}.\n` +
          'Time more calls, or ask for a lower percentile.',
  );
