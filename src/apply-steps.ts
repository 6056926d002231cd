import type { Compressed, Compression, CompressionContext } from './compression/contract.ts';
import type { Classifier } from './models/contract.ts';

/** What each step makes of what the last one made; the caller disposes of all. */
export async function applySteps(
  steps: readonly Compression[],
  classifier: Classifier,
  context: CompressionContext = {},
): Promise<Compressed[]> {
  const made: Compressed[] = [];
  let before = context.before;
  try {
    for (const step of steps) {
      const { bytesBefore }: { bytesBefore?: number } = before ?? {};
      const next: Compressed = await step.compress(before?.classifier ?? classifier, { ...context, before });
      before = { ...next, bytesBefore: bytesBefore ?? next.bytesBefore };
      made.push(before);
    }
    return made;
  } catch (error) {
    for (const { classifier: left } of made) left.dispose();
    throw error;
  }
}
