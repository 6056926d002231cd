import { InvalidOptionError } from '../errors.ts';
import { isList } from '../options.ts';
import { show } from '../show.ts';

/**
 * Checks that a value is a list of finite numbers: an array or a typed array.
 *
 * @param what - the list in words, such as "the x values"
 * @throws InvalidOptionError if it is anything else; the error names the first wrong entry
 */
export function checkNumbers(owner: string, what: string, values: unknown): asserts values is ArrayLike<number> {
  if (!isList(values)) {
    throw new InvalidOptionError(
      `${owner}: ${what} are ${show(values)}.\nExpected an array of finite numbers, or a typed array.\nPass e.g. [0.9, 0.8].`,
    );
  }
  const list: ArrayLike<unknown> = values;
  for (let i = 0; i < list.length; i++) {
    if (typeof list[i] === 'number' && Number.isFinite(list[i])) continue;
    throw new InvalidOptionError(
      `${owner}: entry ${i} of ${what} is ${show(list[i])}.\nExpected finite numbers.\nCorrect or remove the entry.`,
    );
  }
}
