/** Ids that do not represent a word. */
const reserved = ['<padding>', '<unknown>'];

/** Returns the lower-cased words of a text: runs of letters and digits, with apostrophes inside. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

/**
 * Returns the two reserved ids, then the words of the texts from the most frequent on. Equally frequent words are in the
 * order of their UTF-16 units.
 *
 * @param size - maximum number of ids, including the reserved ones
 */
export function vocabularyOf(texts: readonly (readonly string[])[], size: number): string[] {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [...reserved, ...ranked.slice(0, size - reserved.length).map(([word]) => word)];
}

/**
 * Encodes texts as ids of equal length: truncated, or padded with 0 at the end. 1 is a word outside the vocabulary.
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
