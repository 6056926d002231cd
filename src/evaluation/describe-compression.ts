import type { CompressedNetwork, Compression, PrunedLayer } from '../compression/contract.ts';
import type { Split } from '../datasets/contract.ts';
import type { Network } from '../models/network/contract.ts';
import type { CompressionMeasurement, CompressionStep } from '../report/schemas/compression-measurement.ts';
import { wilson } from '../statistics/index.ts';
import { countEqual } from './accuracy.ts';
import { countMultiplyAdds, countNonZero } from './cost.ts';

/** A compression, and the result of each of its steps. */
export interface Applied {
  readonly compression: Compression;
  readonly steps: readonly Compression[];
  readonly results: readonly CompressedNetwork[];
  readonly seconds: number;
}

/**
 * Describes what a compression does to a classifier.
 *
 * @param before - the predictions of the classifier
 * @param predictions - those of the network after each step
 * @returns the measurement, without time, seed and engine
 */
export function describeCompression(
  { compression, steps, results }: Applied,
  classifier: Network,
  { labels, size }: Split,
  before: Int32Array,
  predictions: ReadonlyMap<Network, Int32Array>,
  confidence?: number,
): Omit<CompressionMeasurement, 'seconds' | 'seed' | 'engine'> {
  const last = results[results.length - 1];
  const after = predictions.get(last.classifier) as Int32Array;
  const [correctBefore, correct] = [countEqual(before, labels), countEqual(after, labels)];
  const warnings = steps.flatMap(({ name }, i) =>
    (results[i].prunedLayers ?? []).flatMap(({ layer, skipped }) =>
      skipped === undefined ? [] : [`${name} skips the layer "${layer}": ${skipped}`],
    ),
  );
  return {
    kind: 'compression',
    subject: classifier.name,
    parameters: compression.options,
    value: correct / size,
    inputs: size,
    interval: wilson(correct, size, confidence),
    compression: compression.name,
    accuracyBefore: correctBefore / size,
    accuracyAfter: correct / size,
    ...changesOf(
      Array.from(labels, (label, i) => before[i] === label),
      Array.from(labels, (label, i) => after[i] === label),
    ),
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
      accuracy: countEqual(predictions.get(results[i].classifier) as Int32Array, labels) / size,
      bytes: results[i].bytesAfter,
      nonZero: countNonZero(results[i].classifier.model),
      ...(results[i].prunedLayers && { prunedLayers: pruningAsJson(results[i].prunedLayers) }),
    })),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** @returns how many items hold only before, and how many only after */
export function changesOf(before: readonly boolean[], after: readonly boolean[]): { lost: number; gained: number } {
  const lost = before.filter((holds, i) => holds && !after[i]).length;
  return { lost, gained: after.filter((holds, i) => holds && !before[i]).length };
}

/** Copies what was pruned into the arrays that a report holds. */
function pruningAsJson(layers: readonly PrunedLayer[]): CompressionStep['prunedLayers'] {
  return layers.map(({ removed, norms, zeroShares, ...layer }) => ({
    ...layer,
    removed: [...removed],
    ...(norms && { norms: [...norms] }),
    ...(zeroShares && { zeroShares: [...zeroShares] }),
  }));
}
