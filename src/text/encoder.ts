import { InvalidDataError, InvalidOptionError } from '../errors.ts';
import { isCallable } from '../options.ts';
import { show } from '../show.ts';
import type { Encoder, EncoderJson, Tokenizer } from './contract.ts';
import { wordTokenizer } from './vocabulary.ts';

/**
 * Restores an encoder from its properties.
 *
 * @param tokenizer - the user's own tokenizer, which is not stored. Without it, such an encoder refuses to encode
 * @throws InvalidOptionError if a tokenizer is given and the encoder has words
 */
export function encoderOf(json: EncoderJson, tokenizer: Tokenizer | undefined): Encoder {
  const { vocabulary, length, padding, paddingId, vocabularySize } = json;
  if (vocabulary && tokenizer)
    throw new InvalidOptionError(
      'tokenizer: the encoder has words of its own.\nExpected no tokenizer.\nOmit the option.',
    );
  const words = vocabulary ? wordTokenizer(vocabulary) : tokenizer;
  const own = (): Tokenizer & { encode(text: string, most?: number): ArrayLike<number> } => {
    if (words) return words;
    throw new InvalidOptionError(
      `The tokenizer "${json.tokenizer}" is not stored with models and data sets.\nExpected the tokenizer that the texts were encoded with.\n` +
        'Pass it: loadClassifier(folder, { tokenizer }), or openStored({ folder, tokenizer }).',
    );
  };
  const { vocabulary: _, ...properties } = json;
  return {
    ...properties,
    ...(vocabulary && { vocabulary }),
    encode(texts) {
      if (!isTexts(texts)) throw new InvalidDataError(`The texts are ${show(texts)}.\nExpected a list of strings.`);
      const inputs = new Int32Array(texts.length * length).fill(paddingId);
      texts.forEach((item, at) => {
        const ids = Array.from(own().encode(item, length)).slice(0, length);
        const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabularySize);
        if (wrong !== undefined) throw invalidId(item, wrong, json);
        inputs.set(ids, at * length + (padding === 'before' ? length - ids.length : 0));
      });
      return inputs;
    },
    decode: (ids) => own().decode(Array.from(ids).filter((id) => id !== paddingId)),
    toJSON: () => json,
  };
}

const invalidId = (item: string, id: number, { tokenizer, vocabularySize }: EncoderJson): InvalidDataError =>
  new InvalidDataError(
    `The tokenizer "${tokenizer}" encodes ${show(item)} with the id ${show(id)}.\n` +
      `Expected integers from 0 to ${vocabularySize - 1}. Set vocabularySize to its number of ids.`,
  );

/** Whether a value is JSON of an encoder, as `toJSON` returns it. */
export function isEncoderJson(value: unknown): value is EncoderJson {
  const { tokenizer, vocabularySize, length, padding, mask, paddingId, vocabulary } = Object(value) as EncoderJson;
  const isCount = (number: unknown): boolean => Number.isSafeInteger(number) && (number as number) > 0;
  const hasWords = isTexts(vocabulary) && vocabulary.length === vocabularySize && tokenizer === 'words';
  return (
    typeof tokenizer === 'string' &&
    isCount(vocabularySize) &&
    isCount(length) &&
    (padding === 'after' || padding === 'before') &&
    typeof mask === 'boolean' &&
    Number.isSafeInteger(paddingId) &&
    paddingId >= 0 &&
    paddingId < vocabularySize &&
    (hasWords || (vocabulary === null && tokenizer !== 'words'))
  );
}

/** Whether a value has the parts of an encoder. */
export function isEncoder(value: unknown): value is Encoder {
  const { toJSON } = Object(value) as Encoder;
  return isTokenizer(value) && isCallable(toJSON) && isEncoderJson((value as Encoder).toJSON());
}

/** Whether a value has the methods of a tokenizer, which may be a function itself. */
export function isTokenizer(value: unknown): boolean {
  const { encode, decode } = Object(value) as Tokenizer;
  return isCallable(encode) && isCallable(decode);
}

export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && Array.from<unknown>(value).every((item) => typeof item === 'string');
