import { InvalidOptionError } from '../errors.ts';
import { isList } from '../options.ts';
import { show } from '../show.ts';
import type { InputRange } from './range.ts';

/**
 * Checks a range for items of a shape.
 *
 * @returns two numbers if all values have the same bounds, otherwise two lists with one number per value
 * @throws InvalidOptionError if a bound has another type or length or is NaN, a low bound exceeds its high bound, or no value can
 *   move
 */
export function resolveRange(owner: string, range: unknown, itemShape: readonly number[]): InputRange {
  if (!isList(range) || range.length !== 2) throw invalid(owner, show(range));
  const isPair = Array.from(range).every((bound) => typeof bound === 'number');
  const sides = Array.from(range, (bound) => listOf(owner, bound, isPair ? [1] : itemShape));
  const [lowest, highest] = sides;
  const wrong = lowest.findIndex((low, i) => !(low <= highest[i]) || low === Infinity || highest[i] === -Infinity);
  if (wrong >= 0 || lowest.every((low, i) => low === highest[i])) {
    const at = Math.max(wrong, 0);
    throw invalid(owner, `[${lowest[at]}, ${highest[at]}]${isPair ? '' : ` for value ${at}`}`, isPair);
  }
  const areAlike = sides.every((side) => side.every((bound) => bound === side[0]));
  return areAlike ? [lowest[0], highest[0]] : [lowest, highest];
}

/**
 * Checks a range before the shape of the items is known. Lists of bounds wait for it.
 *
 * @throws InvalidOptionError as `resolveRange` does
 */
export function checkUnshaped(owner: string, range: unknown): void {
  const bounds = isList(range) ? Array.from(range) : [];
  const isEmpty = bounds.some((bound) => isList(bound) && bound.length === 0); // also a list that was moved to another thread
  if (isEmpty || !bounds.some(isList)) resolveRange(owner, range, [1]);
}

/** The range of a model, which users may have made, for items of a shape. @throws InvalidOptionError as `resolveRange` does */
export function rangeOf(
  { name = 'predictor', inputRange = [0, 1] }: { readonly name?: string; readonly inputRange?: InputRange },
  itemShape: readonly number[],
): InputRange {
  return resolveRange(name, inputRange, itemShape);
}

/** A bound as a list: one number that counts for all values, or one number per value of an item. */
function listOf(owner: string, bound: unknown, itemShape: readonly number[]): number[] {
  const length = itemShape.reduce((product, size) => product * size, 1);
  const channels = itemShape.at(-1) ?? 1;
  const isNested = isList(bound);
  const values: unknown[] = isNested ? unfold(bound, Math.max(length, 1_000_000)) : [bound];
  const fits = isNested ? values.length === length || values.length === channels : true;
  if (fits && values.every((value) => typeof value === 'number'))
    return Array.from({ length }, (_, value) => values[value % values.length] as number);
  throw new InvalidOptionError(
    `${owner}: a bound of inputRange is ${isNested ? `a list of ${values.length} values` : show(bound)}.\n` +
      `Expected a number, or a list of ${length} numbers, one per value of an item` +
      `${channels < length ? `, or of ${channels}, one per channel` : ''}.\nPass e.g. [0, 1].`,
  );
}

/** The numbers of a list that may be nested, like the axes of an item; more than `most` are not read. */
function unfold(list: unknown, most: number, depth = 6): unknown[] {
  const numbers: unknown[] = [];
  for (let i = 0; i < (list as ArrayLike<unknown>).length && numbers.length <= most; i++) {
    const value = (list as ArrayLike<unknown>)[i];
    for (const number of depth > 0 && isList(value) ? unfold(value, most - numbers.length, depth - 1) : [value])
      numbers.push(number);
  }
  return numbers;
}

function invalid(owner: string, what: string, isPair = false): InvalidOptionError {
  const others = 'A bound may also be a list with one number per value, and an open side -Infinity or Infinity.';
  return new InvalidOptionError(
    `${owner}: inputRange is ${what}.\nExpected two finite numbers [low, high] with low < high.\n` +
      `Pass the range of the training inputs, e.g. [0, 1].${isPair ? '' : `\n${others}`}`,
  );
}

/** @returns the range that `rangeToJson` wrote; other values unchanged, for `resolveRange` to reject */
export function rangeFromJson(json: unknown): unknown {
  if (!Array.isArray(json) || json.length !== 2) return json;
  const [low, high] = [-Infinity, Infinity].map((open, side) => {
    const bound: unknown = json[side];
    return Array.isArray(bound) ? bound.map((value: unknown) => value ?? open) : (bound ?? open);
  });
  return [low, high];
}
