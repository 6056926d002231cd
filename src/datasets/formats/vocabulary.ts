/** Ids that are no word of their own. */
const reserved = ['<padding>', '<unknown>'];

/** The lower-cased words of a text: runs of letters and digits, with apostrophes inside. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

/**
 * The words of the texts, the most frequent first, equally frequent ones in the order of their UTF-16 units, behind the two
 * reserved ids.
 *
 * @param size - highest number of ids, the reserved ones included
 */
export function vocabularyOf(texts: readonly (readonly string[])[], size: number): string[] {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [...reserved, ...ranked.slice(0, size - reserved.length).map(([word]) => word)];
}

/**
 * Texts as ids of equal length: cut off or padded with 0 at the end, 1 for a word that the vocabulary lacks.
 *
 * @returns ids, [texts × length]
 */
export function encode(
  texts: readonly (readonly string[])[],
  vocabulary: readonly string[],
  length: number,
): Int32Array {
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  const inputs = new Int32Array(texts.length * length);
  texts.forEach((words, item) => {
    words.slice(0, length).forEach((word, i) => {
      inputs[item * length + i] = ids.get(word) ?? 1;
    });
  });
  return inputs;
}
