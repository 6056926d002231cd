import { InvalidOptionError } from '../errors.ts';
import { applySteps } from '../apply-steps.ts';
import type { Compression } from './contract.ts';

/**
 * Several compressions, one after the other: each works on what the last one made, leaves zero what was pruned before it,
 * and is measured by itself in `steps` of the measurement.
 *
 * Throws InvalidOptionError on an argument that is no compression.
 *
 * @example
 * compress(prune(0.5), quantize(8));
 */
export function compress(...compressions: readonly Compression[]): Compression {
  const odd = compressions.findIndex((each) => typeof each?.compress !== 'function');
  if (odd >= 0 || compressions.length === 0) {
    throw new InvalidOptionError(
      `compress: ${odd >= 0 ? `argument ${odd + 1} is ${typeof compressions[odd]}` : 'there are no arguments'}.\n` +
        'Expected compressions, in the order in which they apply.\nWrite compress(prune(0.5), quantize(8)).',
    );
  }
  const steps = compressions.flatMap((each) => each.steps ?? [each]);
  return {
    name: `compress(${compressions.map(({ name }) => name).join(', ')})`,
    options: { steps: steps.map(({ name, options }) => ({ compression: name, ...options })) },
    steps,
    compress: async (classifier, context) => {
      const made = await applySteps(steps, classifier, context);
      for (const { classifier: between } of made.slice(0, -1)) between.dispose();
      return made[made.length - 1];
    },
  };
}
