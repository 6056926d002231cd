import { demand, integerFrom, share } from '../options.ts';
import type { TextNorm } from './norm.ts';

/** Whether a norm measures changes of texts. */
export const isTextNorm = (norm: unknown): norm is TextNorm => norm === 'words' || norm === 'edits';

/**
 * Checks the largest change of a text.
 *
 * @throws InvalidOptionError unless epsilon is a share of words, or a number of edits
 */
export function checkTextEpsilon(owner: string, norm: TextNorm, epsilon: unknown): asserts epsilon is number {
  if (norm === 'words')
    demand(owner, 'epsilon', epsilon, share, 'It is the share of words that may change: for one in five pass 0.2.');
  else
    demand(owner, 'epsilon', epsilon, integerFrom(0), 'It is the number of edits of characters per text, such as 30.');
}
