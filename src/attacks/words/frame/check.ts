import { InvalidDataError, InvalidOptionError } from '../../../errors.ts';
import { isList } from '../../../options.ts';
import { show } from '../../../show.ts';
import type { LabelledTexts } from '../../../models/contract.ts';

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
