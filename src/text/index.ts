export type { Encoder, EncoderJson, Padding, Tokenizer } from './contract.ts';
export { encoderOf, isEncoder, isEncoderJson, isTexts, isTokenizer } from './encoder.ts';
export { encodingLimits, textEncoder, tokenizerLimit, type TextEncoderOptions } from './text-encoder.ts';
export { wordsOf } from './words.ts';
