import { editDistance } from '../../../text/edit-distance.ts';
import type { PartOfSpeech, Tagger } from '../../../text/part-of-speech.ts';
import { isStopWord } from '../../../text/stop-words.ts';
import { joinWords, type WordSpans } from '../../../text/word-spans.ts';
import type { Constraint, Draft } from './draft.ts';

/** Rounding of a share times a number of words. */
const tolerance = 1e-9;

/** Keeps stop words of English. */
export const keepStopWords: Constraint = { position: ({ original }, at) => !isStopWord(original.words[at]) };

/** Keeps words that are changed already. */
export const changeOnce: Constraint = { position: ({ changes }, at) => !changes.some((change) => change.at === at) };

/** The share of words that differ from the original, in [0, 1]; 0 for a text without words. */
export function changedShare({ original, words }: Draft): number {
  const count = words.filter((word, at) => word !== original.words[at]).length;
  return count === 0 ? 0 : count / words.length;
}

/** Allows changes of at most this share of the words. */
export const atMostShare = (share: number): Constraint => ({
  text: (draft) => changedShare(draft) * draft.words.length <= share * draft.words.length + tolerance,
});

/** Number of edits of characters that turn the original text into this one. */
export const editsOf = ({ original, text }: Draft): number => editDistance(joinWords(original), text);

/** Edits of every changed word by itself, summed: at least the edits of the text. */
const editsOfWords = ({ original, words }: Draft): number =>
  words.reduce(
    (sum, word, at) => (word === original.words[at] ? sum : sum + editDistance(original.words[at], word)),
    0,
  );

/** Allows at most this many edits of the text. */
export const atMostEdits = (most: number): Constraint => ({
  text: (draft) => editsOfWords(draft) <= most || editDistance(joinWords(draft.original), draft.text, most) <= most,
});

/** Allows a word only if its part of speech, in its new context, is that of the original word. */
export function keepPartOfSpeech(tagger: Tagger): Constraint {
  const tagsOf = new WeakMap<WordSpans, readonly PartOfSpeech[]>();
  return {
    text: ({ original, words }) => {
      const before = tagsOf.get(original) ?? tagger(original.words);
      tagsOf.set(original, before);
      const after = tagger(words);
      return words.every((word, at) => word === original.words[at] || before[at] === after[at]);
    },
  };
}
