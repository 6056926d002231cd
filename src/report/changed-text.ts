import { wordSpansOf } from '../text/word-spans.ts';
import type { TextPart } from './schemas/examples.ts';

/** Words around a change that are kept of a long text, and words of a text that is long. */
const [context, long] = [6, 40];

/** The changed words of a text, in the order of the changes: the position of each among the words, the word before and after. */
export type Changes = readonly { readonly at: number; readonly was: string; readonly is: string }[];

/** The last word at each changed position, beside the first. */
export function finalChanges(changes: Changes): Map<number, { readonly was: string; readonly is: string }> {
  const last = new Map<number, { readonly was: string; readonly is: string }>();
  for (const { at, was, is } of changes) last.set(at, { was: last.get(at)?.was ?? was, is });
  return last;
}

/** An adversarial text in parts: what did not change, and each changed word with the word before. Of long texts the surroundings of changes. */
export function changedParts(clean: string, changes: Changes): TextPart[] {
  const { words, gaps } = wordSpansOf(clean);
  const changed = finalChanges(changes);
  const isNear = (at: number): boolean =>
    words.length <= long || [...changed.keys()].some((other) => Math.abs(other - at) <= context);
  const parts: TextPart[] = [{ text: words.length <= long ? gaps[0] : '' }];
  const add = (text: string): void => {
    const last = parts[parts.length - 1];
    if (last.was === undefined) parts[parts.length - 1] = { text: last.text + text };
    else parts.push({ text });
  };
  let isLeftOut = false;
  words.forEach((word, at) => {
    if (!isNear(at)) {
      if (!isLeftOut) add('… ');
      isLeftOut = true;
      return;
    }
    isLeftOut = false;
    const change = changed.get(at);
    if (change) parts.push({ text: change.is, was: change.was });
    else add(word);
    add(gaps[at + 1]);
  });
  return parts.filter(({ text, was }) => text !== '' || was !== undefined);
}

/** A changed word beside the word before. */
export const changedWord = (was: string, is: string): string => `[${was} → ${is}]`;

/** An adversarial text on one line, as in `a [film → movie] about trains`. */
export const changedText = (parts: readonly TextPart[]): string =>
  parts.map(({ text, was }) => (was === undefined ? text : changedWord(was, text))).join('');
