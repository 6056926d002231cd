import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';

/** A bound of the values of an item: one number for all values, or one number per value. */
export type Bound = number | readonly number[];

/**
 * The smallest and the largest valid input value. Each bound is one number for all values of an item, or a list with one number per
 * value, or per channel (the last axis). An open side is -Infinity or Infinity. A value whose bounds are equal never moves.
 */
export type InputRange = readonly [lowest: Bound, highest: Bound];

/** The bound of one value of an item. */
export const boundAt = (bound: number | ArrayLike<number>, value: number): number =>
  typeof bound === 'number' ? bound : bound[value];

/** The width of the range at one value of an item: highest - lowest; Infinity if a side is open. */
export const widthAt = ([lowest, highest]: InputRange, value: number): number =>
  boundAt(highest, value) - boundAt(lowest, value);

/**
 * Whether a value is a range in either form: numbers, or lists of equal length, without NaN, no low bound above its high bound.
 * Whether lists fit the items is checked where the shape is known.
 */
export function isRange(value: unknown): value is InputRange {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [lowest, highest]: unknown[] = value;
  if (![lowest, highest].every((bound) => typeof bound === 'number' || Array.isArray(bound))) return false;
  const length = lengthOf(lowest) ?? lengthOf(highest) ?? 1;
  if (length === 0 || length !== (lengthOf(highest) ?? length)) return false;
  return Array.from({ length }, (_, i) =>
    [lowest, highest].map((bound) => boundAt(bound as Bound, i) as unknown),
  ).every(([low, high]) => typeof low === 'number' && typeof high === 'number' && high - low >= 0);
}

const lengthOf = (bound: unknown): number | undefined => (Array.isArray(bound) ? bound.length : undefined);

/** Whether all values have the same bounds. */
export const isShared = (range: InputRange): range is readonly [number, number] =>
  typeof range[0] === 'number' && typeof range[1] === 'number';

/** The widths of a range: one if all values have the same, otherwise one per value of an item. */
export function widthsOf(range: InputRange): number[] {
  if (isShared(range)) return [range[1] - range[0]];
  const { length } = range.find((bound) => typeof bound !== 'number') as readonly number[];
  return Array.from({ length }, (_, value) => widthAt(range, value));
}

/** The largest width of a range over the values of an item; Infinity if a side is open. */
export const largestWidth = (range: InputRange): number => widthsOf(range).reduce((a, b) => Math.max(a, b));

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
    `${owner}: the input range of "${name}" is ${showRange(inputRange)}.\nExpected finite bounds, because ${why}.\n${advice}`,
  );
}

/** The range as a message shows it. */
export function showRange(range: InputRange): string {
  return `[${range.map((bound) => (typeof bound === 'number' ? String(bound) : shorten(bound))).join(', ')}]`;
}

const shorten = (bound: readonly number[]): string =>
  bound.length <= 4 ? show(bound) : `[${bound.slice(0, 3).join(', ')}, … ${bound.length} values]`;

/** A range as JSON, which has no infinite numbers: null stands for an open side. */
export type RangeJson = readonly [BoundJson, BoundJson];
type BoundJson = number | null | readonly (number | null)[];

/** @returns the range as JSON */
export function rangeToJson([lowest, highest]: InputRange): RangeJson {
  const toJson = (bound: Bound): BoundJson =>
    typeof bound === 'number' ? finiteOrNull(bound) : bound.map(finiteOrNull);
  return [toJson(lowest), toJson(highest)];
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
