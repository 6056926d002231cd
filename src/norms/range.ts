import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';

/** A bound of the values of an item: one number for all values, or one number per value. */
export type Bound = number | readonly number[];

/**
 * The smallest and the largest valid input value. Both sides are numbers, or both have one number per value of an item. An open
 * side is -Infinity or Infinity. A value whose bounds are equal never moves.
 */
export type InputRange = readonly [lowest: Bound, highest: Bound];

/** The bound of one value of an item. */
export const boundAt = (bound: number | ArrayLike<number>, value: number): number =>
  typeof bound === 'number' ? bound : bound[value];

/** The width of the range at one value of an item: highest - lowest; Infinity if a side is open. */
export const widthAt = ([lowest, highest]: InputRange, value: number): number =>
  boundAt(highest, value) - boundAt(lowest, value);

/** The largest width of a range over the values of an item; Infinity if a side is open. */
export function largestWidth([lowest, highest]: InputRange): number {
  if (typeof lowest === 'number' && typeof highest === 'number') return highest - lowest;
  const { length } = typeof lowest === 'number' ? (highest as readonly number[]) : lowest;
  let largest = 0;
  for (let value = 0; value < length; value++) largest = Math.max(largest, widthAt([lowest, highest], value));
  return largest;
}

/**
 * Checks that a range has no open side, for algorithms that need a box.
 *
 * @param why - completes "Expected finite bounds, because …", for example `theta follows the width of the range`
 * @param advice - a sentence on what to pass instead
 * @throws InvalidOptionError if a bound is infinite
 */
export function demandBox(
  owner: string,
  { name, inputRange }: { readonly name: string; readonly inputRange: InputRange },
  why: string,
  advice = 'Set the inputRange of the classifier to the smallest and the largest valid value.',
): void {
  if (Number.isFinite(largestWidth(inputRange))) return;
  throw new InvalidOptionError(
    `${owner}: the input range of "${name}" is ${show(inputRange)}.\nExpected finite bounds, because ${why}.\n${advice}`,
  );
}
