import type { Compressed, Compression, CompressionContext } from './compression/contract.ts';
import { InvalidModelError } from './errors.ts';
import type { Classifier } from './models/contract.ts';
import { isCallable, isObject } from './options.ts';
import { show } from './show.ts';

/** Applies the steps one after another and returns the result of each; the caller disposes of all results. */
export async function applySteps(
  steps: readonly Compression[],
  classifier: Classifier,
  context: CompressionContext = {},
): Promise<Compressed[]> {
  const results: Compressed[] = [];
  let before = context.before;
  try {
    for (const step of steps) {
      const { bytesBefore }: { bytesBefore?: number } = before ?? {};
      const next: Compressed = await step.compress(before?.classifier ?? classifier, { ...context, before });
      checkCompressed(step.name, next);
      before = { ...next, bytesBefore: bytesBefore ?? next.bytesBefore };
      results.push(before);
    }
    return results;
  } catch (error) {
    for (const { classifier: copy } of results) copy.dispose();
    throw error;
  }
}

/** @throws InvalidModelError unless a compression, which users may have written, returned a copy and its size */
function checkCompressed(name: string, result: unknown): void {
  const { classifier, bytesBefore, bytesAfter } = (isObject(result) ? result : {}) as Partial<Compressed>;
  if (isObject(classifier) && isCallable(classifier.dispose) && [bytesBefore, bytesAfter].every(Number.isFinite))
    return;
  throw new InvalidModelError(
    `${name}: compress returned ${show(result)}.\nExpected { classifier, bytesBefore, bytesAfter }, with a copy of the classifier.\nCorrect the compression.`,
  );
}
