import type { Compressed, Compression, CompressionContext } from './compression/contract.ts';
import type { Classifier } from './models/contract.ts';

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
      before = { ...next, bytesBefore: bytesBefore ?? next.bytesBefore };
      results.push(before);
    }
    return results;
  } catch (error) {
    for (const { classifier: copy } of results) copy.dispose();
    throw error;
  }
}
