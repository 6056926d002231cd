import { InvalidOptionError } from '../errors.ts';
import { compressionLimit } from '../family-members.ts';
import { applySteps } from '../apply-steps.ts';
import type { Compression } from './contract.ts';

/**
 * Joins several compressions and returns them as one. Each is applied to the result of the previous one; pruned
 * values stay zero. The measurement lists each compression separately in `steps`.
 *
 * @throws InvalidOptionError without arguments, or on an argument that is not a compression
 *
 * @example
 * compress(prune(0.5), quantize(8));
 */
export function compress(...compressions: readonly Compression[]): Compression {
  const odd = compressions.findIndex((compression) => !compressionLimit.holds(compression));
  if (odd >= 0 || compressions.length === 0) {
    throw new InvalidOptionError(
      `compress: ${odd >= 0 ? `argument ${odd + 1} has the type ${typeof compressions[odd]}` : 'there are no arguments'}.\n` +
        'Expected compressions, in the order of application.\nWrite compress(prune(0.5), quantize(8)).',
    );
  }
  const steps = compressions.flatMap((compression) => compression.steps ?? [compression]);
  return {
    name: `compress(${compressions.map(({ name }) => name).join(', ')})`,
    options: { steps: steps.map(({ name, options }) => ({ compression: name, ...options })) },
    steps,
    compress: async (classifier, context) => {
      const results = await applySteps(steps, classifier, context);
      for (const { classifier: intermediate } of results.slice(0, -1)) intermediate.dispose();
      return results[results.length - 1];
    },
  };
}
