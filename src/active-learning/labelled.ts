import type { AcquisitionFunction } from '../acquisition/contract.ts';
import { InvalidOptionError } from '../errors.ts';
import { labelledSignals } from '../signals/labelled.ts';

/**
 * Rejects a labelled set with which an acquisition function cannot compare the pool. Without a `leastLabelled` of its own, a
 * function that needs a signal of the labelled set needs one labelled input.
 *
 * @param advice - a sentence on what to pass instead
 * @throws InvalidOptionError if there are fewer labelled inputs than the function needs
 */
export function demandLabelled(
  owner: string,
  { name, needs, leastLabelled = Math.min(1, labelledSignals(needs).length) }: AcquisitionFunction,
  labelled: number,
  advice: string,
): void {
  if (labelled >= leastLabelled) return;
  throw new InvalidOptionError(
    `${owner}: ${name} compares the pool with labelled inputs, but there ${labelled === 1 ? 'is 1' : `are ${labelled}`}.\n` +
      `Expected at least ${leastLabelled}.\n${advice}`,
  );
}
