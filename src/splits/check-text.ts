import type { Split } from '../datasets/contract.ts';
import { InvalidDataError } from '../errors.ts';
import { show } from '../show.ts';
import { isEncoder, isTexts, type Encoder } from '../text/index.ts';

/** Lists of texts, and encoders, that were checked: the same ones are seen in every batch. */
const checked = new WeakSet<object>();

/**
 * Rejects texts that do not belong to the items of a split, and an encoder that makes other items.
 *
 * @throws InvalidDataError if there are texts or an encoder of another type, another number of texts than items, or the encoder makes
 *   items of another length
 */
export function checkText({ texts, encoder, size, inputs, itemShape }: Split, what: string): void {
  if (texts !== undefined) checkTexts(texts, size, what);
  if (encoder === undefined) return;
  checkEncoder(encoder, what);
  if (itemShape.length === 1 && itemShape[0] === encoder.length && inputs instanceof Int32Array) return;
  throw new InvalidDataError(
    `The inputs of ${what} have the type ${inputs.constructor.name} and items of shape [${itemShape.join(', ')}].\n` +
      `Expected an Int32Array and the shape [${encoder.length}], as the encoder makes them.\nWrite split(texts, labels, { encoder }).`,
  );
}

function checkTexts(texts: unknown, size: number, what: string): void {
  const isList = typeof texts === 'object' && texts !== null && checked.has(texts);
  if (!isList && !isTexts(texts)) {
    throw new InvalidDataError(
      `The texts of ${what} are ${show(texts)}.\nExpected a list of strings, one per item, or no texts at all.\nPass an array of strings, or omit texts.`,
    );
  }
  checked.add(texts as object);
  if ((texts as readonly string[]).length === size) return;
  throw new InvalidDataError(
    `The number of texts of ${what} is ${(texts as readonly string[]).length}, for ${size} items.\nExpected one text per item, or no texts at all. Check texts and size.`,
  );
}

function checkEncoder(encoder: Encoder, what: string): void {
  if (typeof encoder === 'object' && encoder !== null && checked.has(encoder)) return;
  if (!isEncoder(encoder)) {
    throw new InvalidDataError(
      `The encoder of ${what} is ${show(encoder)}.\nExpected an encoder of texts.\nPass the result of textEncoder(…), or that of another split.`,
    );
  }
  checked.add(encoder);
}
