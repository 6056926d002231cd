import { InvalidDataError, InvalidModelError, InvalidOptionError } from '../../errors.ts';
import { demand, integerFrom, isList, share } from '../../options.ts';
import { show } from '../../show.ts';
import { isObject } from '../../value-kinds.ts';
import type { LabelledTexts, TextNorm, TextPredictor } from './contract.ts';

/** @throws InvalidOptionError unless epsilon is a share of words, or a number of edits */
export function checkTextEpsilon(owner: string, norm: TextNorm, epsilon: unknown): void {
  if (norm === 'words')
    demand(owner, 'epsilon', epsilon, share, 'It is the share of words that may change: for one in five pass 0.2.');
  else
    demand(owner, 'epsilon', epsilon, integerFrom(0), 'It is the number of edits of characters per text, such as 30.');
}

/** @throws InvalidModelError unless the model has a function `predict` */
export function checkTextModel(owner: string, model: TextPredictor): void {
  if (isObject(model) && typeof model.predict === 'function') return;
  throw new InvalidModelError(
    `${owner}: the model is ${show(model)}.\nExpected an object with predict(texts), which returns probabilities per text.\n` +
      'Wrap a pipeline: { predict: (texts) => probabilitiesOf(texts) }.',
  );
}

/** @throws InvalidDataError unless there is one label, a class index, per text, and at least one text */
export function checkTexts(owner: string, { texts, labels }: LabelledTexts, classes: number): void {
  const fail = (what: string, expected: string): never => {
    throw new InvalidDataError(`${owner}: ${what}.\nExpected ${expected}.\nCorrect the texts that are attacked.`);
  };
  if (!isList(texts) || texts.length === 0) fail(`the texts are ${show(texts)}`, 'a list of at least one text');
  const other = Array.from(texts).findIndex((text) => typeof text !== 'string');
  if (other >= 0) fail(`text ${other} is ${show(texts[other])}`, 'a string');
  if (!isList(labels) || labels.length !== texts.length) {
    fail(
      `there are ${show(isList(labels) ? labels.length : labels)} labels for ${texts.length} texts`,
      'one label per text',
    );
  }
  const wrong = Array.from(labels).findIndex((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (wrong >= 0) fail(`label ${wrong} is ${show(labels[wrong])}`, `a class from 0 to ${classes - 1}`);
}

/** @throws InvalidOptionError unless the positions are those of texts */
export function checkItems(owner: string, items: readonly number[], size: number): void {
  const wrong = items.find((item) => !Number.isInteger(item) || item < 0 || item >= size);
  if (wrong === undefined) return;
  throw new InvalidOptionError(
    `${owner}: items has ${show(wrong)}.\nExpected positions from 0 to ${size - 1}.\nPass positions of the attacked texts.`,
  );
}
