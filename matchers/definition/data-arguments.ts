import { notNegative, type Limit } from '../../src/options.ts';

/** Options of every matcher that counts items. */
export interface FoundItemsOptions {
  /** Largest accepted number of such items. For a share write `0.05 * split.size`. @defaultValue 0 */
  readonly atMost?: number;
}

/** The limit of an accepted number of items. */
export const itemsLimit: Limit = { ...notNegative, expected: 'a number of items, at least 0' };
