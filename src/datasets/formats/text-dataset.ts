import type { JsonObject } from '../../json.ts';
import { demand, resolveOptions, type Limit } from '../../options.ts';
import { validateDataset } from '../../splits/index.ts';
import { encodingLimits, textEncoder, type Encoder, type Padding, type Tokenizer } from '../../text/index.ts';
import type { Dataset, Split } from '../contract.ts';

/** Options of every reader of texts. */
export interface TextOptions {
  /** Tokens per item: longer texts are truncated, shorter ones are padded. @defaultValue 50 */
  readonly length?: number;
  /** Maximum number of distinct token ids, including padding and unknown words; with a tokenizer its number of ids. @defaultValue 20000 */
  readonly vocabularySize?: number;
  /** Where padding stands: after the tokens, or before them. @defaultValue 'after' */
  readonly padding?: Padding;
  /** Whether networks skip padding. @defaultValue true */
  readonly mask?: boolean;
  /** Your own tokenizer, in place of words. Its padding has the id 0. @defaultValue words of letters and digits, in lower case */
  readonly tokenizer?: Tokenizer;
}

/** Texts as token ids; `vocabulary[id]` is the word of an id. It is empty with a user's own tokenizer. */
export interface TextDataset extends Dataset {
  readonly kind: 'text';
  readonly vocabulary: readonly string[];
  /** The encoder of both splits. */
  readonly encoder: Encoder;
}

/** Texts and the class index of each. */
export interface LabelledTexts {
  readonly texts: readonly string[];
  readonly labels: Int32Array;
}

/** How texts become ids, without the tokenizer. */
export type Encoding = Required<Omit<TextOptions, 'tokenizer'>>;

export const encodingDefaults: Encoding = { length: 50, vocabularySize: 20_000, padding: 'after', mask: true };

/**
 * Resolves the options of a reader of texts.
 *
 * @param defaults - of the options that this reader has besides
 * @throws InvalidOptionError on an unknown option or one out of range
 */
export function resolveTextOptions<Own extends JsonObject>(
  owner: string,
  defaults: Own,
  { tokenizer, ...requested }: TextOptions & Partial<Own>,
  limits: { readonly [Name in keyof Own]?: Limit } = {},
): { readonly options: Own & Encoding; readonly tokenizer?: Tokenizer } {
  const { tokenizer: tokenizerLimit, ...encoding } = encodingLimits;
  if (tokenizer !== undefined) demand(owner, 'tokenizer', tokenizer, tokenizerLimit);
  const all: Own & Encoding = { ...encodingDefaults, ...defaults };
  const options = resolveOptions(owner, all, requested as Partial<Own & Encoding>, { ...encoding, ...limits } as never);
  return { options, ...(tokenizer && { tokenizer }) };
}

interface Parts {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly train: LabelledTexts;
  readonly test: LabelledTexts;
  readonly source: NonNullable<Dataset['source']>;
}

/**
 * Makes a data set of texts, whose vocabulary are the words of the training texts.
 *
 * A tokenizer is a function, which no `source` can hold: with one, the data set lives in memory only.
 */
export function textDataset(
  { name, classNames, train, test, source }: Parts,
  { length, padding, mask, vocabularySize }: Encoding,
  tokenizer?: Tokenizer,
): TextDataset {
  const origin = tokenizer ? { tokenizer } : { texts: train.texts };
  const encoder = textEncoder({ ...origin, length, padding, mask, vocabularySize });
  const dataset: TextDataset = {
    name,
    classNames,
    kind: 'text',
    train: splitOf(train, encoder),
    test: splitOf(test, encoder),
    vocabulary: encoder.vocabulary ?? [],
    encoder,
    ...(!tokenizer && { source }),
  };
  validateDataset(dataset);
  return dataset;
}

function splitOf({ texts, labels }: LabelledTexts, encoder: Encoder): Split {
  return { inputs: encoder.encode(texts), itemShape: [encoder.length], labels, size: labels.length, texts, encoder };
}
