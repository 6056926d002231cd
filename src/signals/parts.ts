import { setImmediate } from 'node:timers/promises';
import { predictedClasses } from '../uncertainty/characteristics.ts';
import type { Split } from '../datasets/contract.ts';
import { itemSize, roomFor, subset } from '../splits/index.ts';
import { joinRows, type Matrix } from '../matrix/matrix.ts';
import type { View } from './view.ts';

/** Inputs copied out of the split at a time: so few that they are in the caches. */
const partSize = 512;

/** The pool in order, copied out a part at a time into the memory of the one before; says after each how far it is. */
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

/** What is computed of every part of the pool, row below row. */
export async function overPool(view: View, compute: (part: Split) => Promise<Matrix>): Promise<Matrix> {
  const parts: Matrix[] = [];
  for await (const part of partsOfPool(view)) parts.push(await compute(part));
  return joinRows(parts);
}

/** Features and probabilities of the pool, which one forward pass gives. */
export async function outputsOverPool(view: View): Promise<{ features: Matrix; probabilities: Matrix }> {
  const [features, probabilities]: Matrix[][] = [[], []];
  for await (const part of partsOfPool(view)) {
    const outputs = await view.classifier.outputs(part);
    features.push(outputs.features);
    probabilities.push(outputs.probabilities);
  }
  return { features: joinRows(features), probabilities: joinRows(probabilities) };
}

/** The same of the labelled set, the probabilities as predicted classes. */
export async function outputsOfLabelled({
  classifier,
  labelled,
}: View): Promise<{ labelledFeatures: Matrix; labelledPredictions: Int32Array }> {
  const { features, probabilities } = await classifier.outputs(labelled);
  return { labelledFeatures: features, labelledPredictions: predictedClasses(probabilities) };
}
