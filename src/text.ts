/**
 * Entry point for texts: encoders, the readers of data sets of texts, attacks on texts and what they are made of. It loads no engine.
 *
 * @module
 * @example
 * import { headlines, pwws } from 'vitest-dnn/text';
 *
 * const attack = pwws.with({ synonyms: 'headlines' });
 * const { adversarial } = await attack.run(service, headlines().test, { epsilon: 0.2 });
 */
export * from './attacks/words/index.ts';
export {
  agNews,
  headlines,
  headlineSynonyms,
  imdb,
  tagMyNews,
  textFolder,
  tsv,
  yahooAnswers,
} from './datasets/index.ts';
export type { LabelledTexts, TextPredictor } from './models/contract.ts';
export type { TextNorm } from './norms/norm.ts';
export { textEncoder, type TextEncoderOptions } from './text/index.ts';
export type { Encoder, EncoderJson, Padding, Tokenizer } from './text/contract.ts';
