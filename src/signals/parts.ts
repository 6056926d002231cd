import { setImmediate } from 'node:timers/promises';
import { predictedClasses } from '../uncertainty/characteristics.ts';
import type { Split } from '../datasets/contract.ts';
import { itemSize, roomFor, subset } from '../splits/index.ts';
import { joinRows, type Matrix } from '../matrix/matrix.ts';
import type { View } from './view.ts';

/** Number of inputs copied out of the split at a time: few enough to fit in the CPU caches. */
const partSize = 512;

/** Yields the pool in order, one part at a time. Each part overwrites the memory of the previous one. Reports progress. */
export async function* partsOfPool(
  { split, pool, progress }: View,
  size = partSize,
): AsyncGenerator<Split, void, undefined> {
  const room = roomFor(split, Math.min(size, pool.length));
  for (let start = 0; start < pool.length; start += size) {
    const part = pool.subarray(start, start + size);
    yield subset(split, part, room.subarray(0, part.length * itemSize(split)));
    progress?.({ task: 'select', done: start + part.length, total: pool.length });
    await setImmediate();
  }
}

/** Computes a matrix per part of the pool and returns their rows joined. */
export async function overPool(view: View, compute: (part: Split) => Promise<Matrix>): Promise<Matrix> {
  const parts: Matrix[] = [];
  for await (const part of partsOfPool(view)) parts.push(await compute(part));
  return joinRows(parts);
}

/** Returns features and probabilities of the pool from one forward pass. */
export async function outputsOverPool(view: View): Promise<{ features: Matrix; probabilities: Matrix }> {
  const [features, probabilities]: Matrix[][] = [[], []];
  for await (const part of partsOfPool(view)) {
    const outputs = await view.classifier.outputs(part);
    features.push(outputs.features);
    probabilities.push(outputs.probabilities);
  }
  return { features: joinRows(features), probabilities: joinRows(probabilities) };
}

/** Returns features and predicted classes of the labelled set from one forward pass. */
export async function outputsOfLabelled({
  classifier,
  labelled,
}: View): Promise<{ labelledFeatures: Matrix; labelledPredictions: Int32Array }> {
  const { features, probabilities } = await classifier.outputs(labelled);
  return { labelledFeatures: features, labelledPredictions: predictedClasses(probabilities) };
}
