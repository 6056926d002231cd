/** A text as its words and what stands between them: gap 0, word 0, gap 1, word 1, …, gap n. */
export interface WordSpans {
  readonly words: readonly string[];
  /** One more than words; the first and the last may be empty. */
  readonly gaps: readonly string[];
}

/** Runs of letters and digits, with apostrophes inside: the words that encoders number. */
const pattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu;

/** Splits a text into its words, as they are written, and the gaps around them. `joinWords` puts them together again. */
export function wordSpansOf(text: string): WordSpans {
  const [words, gaps]: [string[], string[]] = [[], []];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(pattern)) {
    gaps.push(text.slice(end, index));
    words.push(word);
    end = index + word.length;
  }
  return { words, gaps: [...gaps, text.slice(end)] };
}

/** Returns the text of words and the gaps around them. */
export function joinWords({ words, gaps }: WordSpans): string {
  return words.reduce((text, word, at) => text + word + gaps[at + 1], gaps[0]);
}
