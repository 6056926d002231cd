import type { JsonObject } from '../json.ts';

/** Turns a text into token ids and back. Tokenizers of @huggingface/transformers fit. */
export interface Tokenizer {
  /** Returns the ids of the tokens of a text, without padding. */
  encode(text: string): ArrayLike<number>;
  /** Returns the text of token ids. */
  decode(ids: number[]): string;
}

/** Where the padding of a short text stands: after its tokens, or before them. */
export type Padding = 'after' | 'before';

/** Properties of an encoder as JSON. `vocabulary` is there if the words are those of this package. */
export interface EncoderJson extends JsonObject {
  readonly tokenizer: string;
  readonly vocabularySize: number;
  readonly length: number;
  readonly padding: Padding;
  readonly mask: boolean;
  readonly paddingId: number;
  readonly vocabulary: readonly string[] | null;
}

/** Turns texts into token ids of equal length. It travels with a split and with the models that are trained on it. */
export interface Encoder {
  /** `'words'`, or the name of a user's own tokenizer. */
  readonly tokenizer: string;
  /** `vocabulary[id]` is the word of an id. Omitted with a user's own tokenizer. */
  readonly vocabulary?: readonly string[];
  /** Number of ids. */
  readonly vocabularySize: number;
  /** Tokens per text. */
  readonly length: number;
  /** Where padding stands. */
  readonly padding: Padding;
  /** Whether networks skip padding. */
  readonly mask: boolean;
  /** Id of padding. */
  readonly paddingId: number;
  /**
   * Encodes texts as ids of equal length: the first `length` tokens, or padding where there are fewer. An empty text is all padding.
   *
   * @returns ids, [texts × length]
   * @throws InvalidDataError if a text is no string, or the tokenizer returns an invalid id
   */
  encode(texts: readonly string[]): Int32Array;
  /** Returns the text of ids, without padding. */
  decode(ids: ArrayLike<number>): string;
  /** Returns the properties, from which `openStored` and `loadClassifier` restore the encoder. */
  toJSON(): EncoderJson;
}
