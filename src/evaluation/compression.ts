import type { Compression } from '../compression/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { validateSplit } from '../datasets/split.ts';
import { describeEngine, startEngine } from '../engine/index.ts';
import type { Classifier } from '../models/contract.ts';
import type { CompressionMeasurement } from '../report/measurement.ts';
import { settings } from '../settings.ts';
import { wilson } from '../statistics/index.ts';
import { countEqual, type EvaluationOptions } from './accuracy.ts';

/**
 * What a compression does to a classifier: accuracy before and after, agreement of the predictions, and size. The value
 * is the accuracy after, the interval its Wilson interval. The classifier stays untouched; the copy is disposed of.
 *
 * @throws InvalidDataError on a split that cannot be used; InvalidModelError on weights that are not finite
 */
export async function evaluateCompression(
  classifier: Classifier,
  split: Split,
  compression: Compression,
  options: EvaluationOptions = {},
): Promise<CompressionMeasurement> {
  const engine = await startEngine();
  validateSplit(split, classifier.classes, 'the split to evaluate on');
  const started = performance.now();
  const { classifier: compressed, bytesBefore, bytesAfter } = compression.compress(classifier);
  try {
    const before = await classifier.predictions(split);
    const after = await compressed.predictions(split);
    const correct = countEqual(after, split.labels);
    return {
      kind: 'compression',
      subject: classifier.name,
      parameters: compression.options,
      value: correct / split.size,
      inputs: split.size,
      interval: wilson(correct, split.size),
      seconds: (performance.now() - started) / 1000,
      seed: options.seed ?? settings().seed,
      engine: describeEngine(engine),
      compression: compression.name,
      accuracyBefore: countEqual(before, split.labels) / split.size,
      accuracyAfter: correct / split.size,
      agreement: countEqual(before, after) / split.size,
      bytesBefore,
      bytesAfter,
    };
  } finally {
    compressed.dispose();
  }
}
