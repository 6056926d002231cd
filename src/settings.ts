import { settings } from './current-settings.ts';
import { demand, seedLimit } from './options.ts';

export * from './current-settings.ts';

/**
 * Checks a seed.
 *
 * @param owner - the function that takes the seed, for the error
 * @returns the seed; if it is undefined, that of the settings
 * @throws InvalidOptionError - if it is not an integer
 */
export function seedOf(owner: string, seed: number = settings().seed): number {
  demand(owner, 'seed', seed, seedLimit);
  return seed;
}
