import type { TextPart } from './schemas/examples.ts';

/** A changed word beside the word before. */
export const changedWord = (was: string, is: string): string => `[${was} → ${is}]`;

/** An adversarial text on one line, as in `a [film → movie] about trains`. */
export const changedText = (parts: readonly TextPart[]): string =>
  parts.map(({ text, was }) => (was === undefined ? text : changedWord(was, text))).join('');
