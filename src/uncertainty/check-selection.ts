import { InvalidDataError, InvalidOptionError } from '../errors.ts';
import { checkMatrix } from '../matrix/check-matrix.ts';
import { show } from '../show.ts';
import { isList } from '../value-kinds.ts';

/**
 * Checks the predictions of a pool and a selection from it.
 *
 * @throws InvalidDataError unless the predictions are shares in a matrix; InvalidOptionError unless the selection is a list of positions
 */
export function checkSelection(owner: string, probabilities: unknown, selected: unknown): void {
  checkMatrix(`${owner}: the matrix of probabilities`, probabilities);
  const { data, rows, columns } = probabilities;
  const wrong = data.findIndex((share) => !(share >= 0 && share <= 1 + 1e-3));
  if (wrong >= 0) {
    throw new InvalidDataError(
      `${owner}: the probability of class ${wrong % columns} for input ${Math.floor(wrong / columns)} is ${data[wrong]}.\n` +
        'Expected shares from 0 to 1.\nPass softmax outputs, such as the signal probabilities, instead of logits.',
    );
  }
  checkPositions(owner, 'selected', selected, rows);
}

/** @throws InvalidOptionError unless a value is a list of integers in [0, below), at least one */
export function checkPositions(owner: string, name: string, values: unknown, below: number): void {
  const length = isList(values) ? values.length : 0;
  let at = 0;
  while (at < length && isPosition((values as ArrayLike<unknown>)[at], below)) at++;
  if (length > 0 && at === length) return;
  const received =
    length === 0 ? `${name} is ${show(values)}` : `${name}[${at}] is ${show((values as ArrayLike<unknown>)[at])}`;
  throw new InvalidOptionError(
    `${owner}: ${received}.\nExpected a list of integers from 0 to ${below - 1}, at least one.\nPass an array or an Int32Array.`,
  );
}

const isPosition = (value: unknown, below: number): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < below;
