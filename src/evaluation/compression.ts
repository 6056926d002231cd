import { applySteps } from '../apply-steps.ts';
import type { Compression, CompressionContext } from '../compression/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { validateSplit } from '../splits/index.ts';
import { describeEngine, startEngine } from '../engine/index.ts';
import type { Classifier } from '../models/contract.ts';
import { networkOf } from '../models/network/network-of.ts';
import { assertInRange } from '../models/network/input-range.ts';
import type { CompressionMeasurement } from '../report/schemas/compression-measurement.ts';
import { between, callback, checkOptions, demand, flag, seedLimit, type Limit, type LimitsOf } from '../options.ts';
import { compressionLimit } from '../family-members.ts';
import { seedOf } from '../settings.ts';
import type { EvaluationOptions } from './accuracy.ts';
import { describeCompression, type Applied } from './describe-compression.ts';
import { predictionsOfAll } from './predictions.ts';

export interface CompressionEvaluationOptions extends Pick<EvaluationOptions, 'seed' | 'keepPredictions'> {
  /** Returns the training data; called by fine-tuning without a split. @defaultValue none */
  readonly train?: () => Split;
  /** Confidence of the interval. @defaultValue 0.95 */
  readonly confidence?: number;
}

const limits: LimitsOf<CompressionEvaluationOptions> = {
  seed: seedLimit,
  train: callback,
  confidence: between(0, 1),
  keepPredictions: flag,
};

/** A measurement; with `keepPredictions`, also the class per input that the compressed classifier predicts. */
export type MeasuredCompression = CompressionMeasurement & { readonly predictions?: Int32Array };

/**
 * Measures what a compression does to a classifier: accuracy before and after, agreement of the predictions, size and cost.
 * The value is the accuracy after compression, with its Wilson interval. The classifier does not change; the compressed copy is
 * disposed of.
 *
 * @returns the measurement
 * @throws InvalidDataError if the split cannot be used; InvalidModelError if a weight is not finite; any error of the
 * compression
 */
export async function evaluateCompression(
  classifier: Classifier,
  split: Split,
  compression: Compression,
  options: CompressionEvaluationOptions = {},
): Promise<MeasuredCompression> {
  const [measurement] = await evaluateCompressions(classifier, split, [compression], options);
  return measurement;
}

/**
 * Measures what several compressions do to a classifier, in one pass over the data. All compressed copies are in memory at the
 * same time.
 *
 * @returns the measurements, in the order of the compressions
 * @throws the same errors as `evaluateCompression`
 */
export async function evaluateCompressions(
  classifier: Classifier,
  split: Split,
  compressions: readonly Compression[],
  options: CompressionEvaluationOptions = {},
): Promise<MeasuredCompression[]> {
  const { seed: given, train, confidence, keepPredictions } = checkOptions('evaluateCompression', options, limits);
  demand('evaluateCompressions', 'compressions', compressions, list);
  for (const compression of compressions)
    demand('evaluateCompression', 'the compression', compression, compressionLimit);
  const engine = describeEngine(await startEngine());
  const network = networkOf(classifier);
  const seed = seedOf('evaluateCompression', given);
  validateSplit(split, classifier.classes, 'the split to evaluate on');
  assertInRange('evaluateCompression', split, classifier, 'the split to evaluate on');
  const applied: Applied[] = [];
  try {
    for (const compression of compressions) applied.push(await apply(compression, classifier, { seed, train }));
    const started = performance.now();
    const copies = applied.flatMap(({ results }) => results.map((result) => result.classifier));
    const [before, ...after] = await predictionsOfAll([network, ...copies], split);
    const share = (performance.now() - started) / 1000 / applied.length;
    const predictions = new Map(copies.map((copy, i) => [copy, after[i]]));
    return applied.map((application) => {
      const measured = describeCompression(application, network, split, before, predictions, confidence);
      const { classifier: last } = application.results[application.results.length - 1];
      const kept = keepPredictions && { predictions: predictions.get(last) };
      return { ...measured, seconds: application.seconds + share, seed, engine, ...kept };
    });
  } finally {
    for (const { results } of applied) for (const result of results) result.classifier.dispose();
  }
}

const list: Limit = {
  expected: 'a list of at least one compression, such as [quantize(8)]',
  holds: (value) => Array.isArray(value) && value.length > 0,
};

async function apply(compression: Compression, classifier: Classifier, context: CompressionContext): Promise<Applied> {
  const started = performance.now();
  const steps = compression.steps ?? [compression];
  const compressed = await applySteps(steps, classifier, context);
  const results = compressed.map((result) => ({ ...result, classifier: networkOf(result.classifier) }));
  return { compression, steps, results, seconds: (performance.now() - started) / 1000 };
}
