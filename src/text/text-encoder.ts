import { InvalidOptionError } from '../errors.ts';
import { checkOptions, flag, integerFrom, oneOf, text, type Limit, type LimitsOf } from '../options.ts';
import { show } from '../show.ts';
import type { Encoder, Padding, Tokenizer } from './contract.ts';
import { encoderOf, isTexts, isTokenizer } from './encoder.ts';
import { vocabularyOf } from './vocabulary.ts';

export interface TextEncoderOptions {
  /** Training texts, whose words become the vocabulary. */
  readonly texts?: readonly string[];
  /** The vocabulary, in place of training texts: `<padding>`, `<unknown>`, then the words. */
  readonly vocabulary?: readonly string[];
  /** Your own tokenizer, in place of words. `vocabularySize` is then its number of ids, and required. */
  readonly tokenizer?: Tokenizer;
  /** Name of your own tokenizer, for saved models. @defaultValue `'tokenizer'` */
  readonly name?: string;
  /** Maximum number of distinct token ids, including padding and unknown words. @defaultValue 20000 */
  readonly vocabularySize?: number;
  /** Tokens per text: of longer texts, the first ones are taken. @defaultValue 50 */
  readonly length?: number;
  /** Where padding stands: after the tokens, or before them. @defaultValue 'after' */
  readonly padding?: Padding;
  /** Whether networks skip padding. @defaultValue true */
  readonly mask?: boolean;
  /** Id of padding, with your own tokenizer. @defaultValue 0 */
  readonly paddingId?: number;
}

/** Names that users cannot take for their tokenizers. */
const ofWords: ReadonlySet<string> = new Set(['words']);
const listOfTexts: Limit = { expected: 'a list of strings', holds: isTexts };
export const tokenizerLimit: Limit = { expected: '{ encode, decode }', holds: isTokenizer, anyType: true };

/** The limits of the options that say how texts are encoded. */
export const encodingLimits = {
  vocabularySize: integerFrom(3, 2 ** 24),
  length: integerFrom(1, 1_000_000),
  padding: oneOf('after', 'before'),
  mask: flag,
  tokenizer: tokenizerLimit,
};

const limits: LimitsOf<TextEncoderOptions> = {
  ...encodingLimits,
  texts: listOfTexts,
  vocabulary: listOfTexts,
  name: text,
  paddingId: integerFrom(0, 2 ** 24),
};

/**
 * Creates the encoder of texts, from training texts, a vocabulary, or your own tokenizer.
 *
 * Lower-cased words are numbered from 2 by their frequency in the training texts; equally frequent words are in the order of their
 * characters. 0 is padding, 1 is any other word. Scripts without spaces between words are split by letters.
 *
 * @throws InvalidOptionError unless exactly one of texts, vocabulary and tokenizer is given, or if an option is out of range
 *
 * @example
 * const encoder = textEncoder({ texts: ['a good film', 'a bad film'], length: 4 });
 * const train = split(['a good film', 'a bad film'], [1, 0], { encoder });
 */
export function textEncoder(options: TextEncoderOptions): Encoder {
  const checked = checkOptions('textEncoder', options, limits);
  const { texts, vocabulary, tokenizer, vocabularySize = 20_000, paddingId = 0 } = checked;
  const origins = Object.entries({ texts, vocabulary, tokenizer }).filter(([, value]) => value !== undefined);
  if (origins.length !== 1) {
    throw new InvalidOptionError(
      `textEncoder: ${origins.length === 0 ? 'no vocabulary is given' : `${origins.map(([name]) => name).join(' and ')} are given`}.\n` +
        'Expected exactly one of texts, vocabulary and tokenizer.\nPass e.g. { texts: dataset.train.texts }.',
    );
  }
  const { name = 'tokenizer', length = 50, padding = 'after', mask = true } = checked;
  const layout = { length, padding, mask };
  if (tokenizer) {
    if (checked.vocabularySize === undefined || paddingId >= vocabularySize || ofWords.has(name))
      throw ownTokenizer(checked);
    return encoderOf({ tokenizer: name, vocabularySize, paddingId, vocabulary: null, ...layout }, tokenizer);
  }
  if (checked.paddingId !== undefined && paddingId !== 0)
    throw new InvalidOptionError(
      `textEncoder: paddingId is ${paddingId}.\nExpected 0, the padding of words. Omit it, or pass your own tokenizer.`,
    );
  const known = vocabulary ?? vocabularyOf(texts as readonly string[], vocabularySize);
  const words = { tokenizer: 'words', vocabularySize: known.length, paddingId: 0, vocabulary: [...known] };
  return encoderOf({ ...words, ...layout }, undefined);
}

function ownTokenizer({ vocabularySize, paddingId, name }: TextEncoderOptions): InvalidOptionError {
  return new InvalidOptionError(
    `textEncoder: the tokenizer "${name ?? 'tokenizer'}" has vocabularySize ${show(vocabularySize)} and paddingId ${show(paddingId ?? 0)}.\n` +
      'Expected the number of its ids, a padding below it, and another name than "words".\nPass e.g. { tokenizer, vocabularySize: 30522, paddingId: 0 }.',
  );
}
