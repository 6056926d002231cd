import type { Split } from '../../datasets/contract.ts';
import { InvalidDataError, InvalidOptionError } from '../../errors.ts';
import { show } from '../../show.ts';
import { isEncoder, type Encoder } from '../../text/index.ts';
import type { Classifier } from '../contract.ts';

/** @throws InvalidOptionError unless it encodes texts as items of this shape */
export function assertEncoder(name: string, encoder: Encoder, itemShape: readonly number[]): void {
  if (isEncoder(encoder) && itemShape.length === 1 && itemShape[0] === encoder.length) return;
  throw new InvalidOptionError(
    `"${name}": the encoder ${isEncoder(encoder) ? `makes items of shape [${encoder.length}]` : `is ${show(encoder)}`}.\n` +
      `Expected an encoder of texts that makes items of shape [${itemShape.join(', ')}].\nPass the encoder of the data that the model was trained on.`,
  );
}

/** Pairs of encoders that were compared. */
const same = new WeakMap<Encoder, Encoder>();

/** @throws InvalidDataError if a classifier and a split have encoders that number words in another way */
export function assertSameEncoder(owner: string, { encoder: given }: Split, { name, encoder }: Classifier): void {
  if (!given || !encoder || given === encoder || same.get(encoder) === given) return;
  if (JSON.stringify(given) === JSON.stringify(encoder)) {
    same.set(encoder, given);
    return;
  }
  throw new InvalidDataError(
    `${owner}: the texts have another encoder than "${name}".\n` +
      'Expected the same tokenizer, vocabulary, length and padding: other ids mean other words.\n' +
      'Encode the texts with the encoder of the model: split(texts, labels, { encoder: model.encoder }).',
  );
}
