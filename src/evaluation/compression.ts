import { applySteps } from '../apply-steps.ts';
import type { CompressedNetwork, Compression, CompressionContext } from '../compression/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { validateSplit } from '../splits/index.ts';
import { describeEngine, startEngine } from '../engine/index.ts';
import type { Classifier } from '../models/contract.ts';
import type { Network } from '../models/network/contract.ts';
import { networkOf } from '../models/network/network-of.ts';
import { assertItemShape } from '../models/network/item-shape.ts';
import type { CompressionMeasurement } from '../report/schemas/compression-measurement.ts';
import { settings } from '../settings.ts';
import { wilson } from '../statistics/index.ts';
import { countEqual, type EvaluationOptions } from './accuracy.ts';
import { countMultiplyAdds, countNonZero } from './cost.ts';
import { predictionsOfAll } from './predictions.ts';

export interface CompressionEvaluationOptions extends EvaluationOptions {
  /** What the classifier was trained on, for fine-tuning that names no split. */
  readonly train?: () => Split;
}

/** A compression with what each of its steps made. */
interface Applied {
  readonly compression: Compression;
  readonly steps: readonly Compression[];
  readonly made: readonly CompressedNetwork[];
  readonly seconds: number;
}

/**
 * What a compression does to a classifier: accuracy before and after, agreement of the predictions, and what it costs and
 * saves. The value is the accuracy after, the interval its Wilson interval. The classifier stays untouched; the copy is
 * disposed of.
 *
 * @throws InvalidDataError on a split that cannot be used; InvalidModelError on weights that are not finite; what the
 * compression throws
 */
export async function evaluateCompression(
  classifier: Classifier,
  split: Split,
  compression: Compression,
  options: CompressionEvaluationOptions = {},
): Promise<CompressionMeasurement> {
  const [measurement] = await evaluateCompressions(classifier, split, [compression], options);
  return measurement;
}

/**
 * What many compressions do to a classifier, in the order of the list, on one pass over the data. All compressed copies are
 * in memory at the same time.
 *
 * @throws as `evaluateCompression`
 */
export async function evaluateCompressions(
  classifier: Classifier,
  split: Split,
  compressions: readonly Compression[],
  options: CompressionEvaluationOptions = {},
): Promise<CompressionMeasurement[]> {
  const engine = describeEngine(await startEngine());
  const seed = options.seed ?? settings().seed;
  validateSplit(split, classifier.classes, 'the split to evaluate on');
  assertItemShape(split, classifier, 'the split to evaluate on');
  const network = networkOf(classifier);
  const applied: Applied[] = [];
  try {
    for (const compression of compressions)
      applied.push(await apply(compression, classifier, { seed, train: options.train }));
    const started = performance.now();
    const all = applied.flatMap(({ made }) => made.map((each) => each.classifier));
    const [before, ...after] = await predictionsOfAll([network, ...all], split);
    const share = (performance.now() - started) / 1000 / applied.length;
    const predictions = new Map(all.map((each, i) => [each, after[i]]));
    return applied.map((each) => {
      const measured = describe(each, network, split, before, predictions);
      return { ...measured, seconds: each.seconds + share, seed, engine };
    });
  } finally {
    for (const { made } of applied) for (const each of made) each.classifier.dispose();
  }
}

async function apply(compression: Compression, classifier: Classifier, context: CompressionContext): Promise<Applied> {
  const started = performance.now();
  const steps = compression.steps ?? [compression];
  const compressed = await applySteps(steps, classifier, context);
  const made = compressed.map((each) => ({ ...each, classifier: networkOf(each.classifier) }));
  return { compression, steps, made, seconds: (performance.now() - started) / 1000 };
}

function describe(
  { compression, steps, made }: Applied,
  classifier: Network,
  { labels, size }: Split,
  before: Int32Array,
  predictions: ReadonlyMap<Network, Int32Array>,
): Omit<CompressionMeasurement, 'seconds' | 'seed' | 'engine'> {
  const last = made[made.length - 1];
  const after = predictions.get(last.classifier) as Int32Array;
  const [correctBefore, correct] = [countEqual(before, labels), countEqual(after, labels)];
  return {
    kind: 'compression',
    subject: classifier.name,
    parameters: compression.options,
    value: correct / size,
    inputs: size,
    interval: wilson(correct, size),
    compression: compression.name,
    accuracyBefore: correctBefore / size,
    accuracyAfter: correct / size,
    change: (100 * (correct - correctBefore)) / size,
    agreement: countEqual(before, after) / size,
    bytesBefore: last.bytesBefore,
    bytesAfter: last.bytesAfter,
    nonZeroBefore: countNonZero(classifier.model),
    nonZeroAfter: countNonZero(last.classifier.model),
    multiplyAddsBefore: countMultiplyAdds(classifier.model),
    multiplyAddsAfter: countMultiplyAdds(last.classifier.model),
    steps: steps.map(({ name }, i) => ({
      compression: name,
      accuracy: countEqual(predictions.get(made[i].classifier) as Int32Array, labels) / size,
      bytes: made[i].bytesAfter,
      nonZero: countNonZero(made[i].classifier.model),
    })),
  };
}
