import { wordsOf } from './words.ts';

/** Ids that do not represent a word: padding, and any word outside the vocabulary. */
export const reserved = ['<padding>', '<unknown>'] as const;

/**
 * Returns the two reserved ids, then the words of the texts from the most frequent on. Equally frequent words are in the
 * order of their UTF-16 units.
 *
 * @param size - maximum number of ids, including the reserved ones
 */
export function vocabularyOf(texts: readonly string[], size: number): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [...reserved, ...ranked.slice(0, size - reserved.length).map(([word]) => word)];
}

/** Returns a tokenizer of words with the ids of a vocabulary. 1 is a word outside of it. */
export function wordTokenizer(vocabulary: readonly string[]) {
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  return {
    encode: (text: string, most?: number): number[] => wordsOf(text, most).map((word) => ids.get(word) ?? 1),
    decode: (tokens: readonly number[]): string => tokens.map((id) => vocabulary[id] ?? reserved[1]).join(' '),
  };
}
