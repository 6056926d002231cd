import { InvalidDataError } from '../errors.ts';
import type { Split } from '../datasets/contract.ts';
import { boundAt, isShared, showRange, type InputRange } from '../norms/range.ts';
import { rangeOf } from '../norms/resolve-range.ts';
import { itemSize } from './check-parts.ts';

/** What the check needs of a model. */
interface Ranged {
  readonly name: string;
  readonly inputRange: InputRange;
}

/**
 * Rejects a split with a value outside the input range of a model. Attacks would clip it, and a measurement would judge inputs that
 * the model never sees. Bounds are rounded to float32, as inputs are. One pass over the values.
 *
 * @param owner - the name of the function, or of the split, for the error
 * @throws InvalidDataError if a value lies outside the range; InvalidOptionError if it is no range of these items
 */
export function checkRange(owner: string, split: Split, model: Ranged): void {
  const { name } = model;
  const inputRange = rangeOf(model, split.itemShape);
  const { inputs } = split;
  const length = itemSize(split);
  const at = firstOutside(inputs, length, inputRange);
  if (at < 0) return;
  const value = at % length;
  const [low, high] = [boundAt(inputRange[0], value), boundAt(inputRange[1], value)];
  throw new InvalidDataError(
    `${owner}: item ${Math.floor(at / length)} contains ${inputs[at]} (value ${value} of ${length}).\n` +
      `Expected values in ${isShared(inputRange) ? showRange(inputRange) : `[${low}, ${high}]`}, the input range of "${name}"${isShared(inputRange) ? '' : ' for this value'}. ` +
      `Scale the inputs${areBytes(inputs, inputRange) ? ' (divide bytes by 255)' : ''}, ` +
      'or set the inputRange of the classifier or architecture.',
  );
}

/** The position of the first value outside the range; -1 if there is none. */
function firstOutside(inputs: Float32Array | Int32Array, length: number, range: InputRange): number {
  if (isShared(range)) {
    const [lowest, highest] = range;
    const [low, high] = [Math.fround(lowest), Math.fround(highest)];
    let at = 0;
    while (at < inputs.length && inputs[at] >= low && inputs[at] <= high) at++;
    return at < inputs.length ? at : -1;
  }
  const [low, high] = range.map((bound) => Float32Array.from({ length }, (_, value) => boundAt(bound, value)));
  for (let start = 0; start < inputs.length; start += length)
    for (let i = 0; i < length; i++)
      if (!(inputs[start + i] >= low[i] && inputs[start + i] <= high[i])) return start + i;
  return -1;
}

/** Whether the inputs look like bytes for a model of the range [0, 1]. */
function areBytes(inputs: Float32Array | Int32Array, [lowest, highest]: InputRange): boolean {
  if (lowest !== 0 || highest !== 1) return false;
  return inputs.every((value) => Number.isInteger(value) && value >= 0 && value <= 255);
}
