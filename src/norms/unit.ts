import { largestWidth, type InputRange } from './range.ts';

/**
 * The length that default sizes are multiples of: the largest width of the input range, so that a change of its scale changes
 * no result. Open ranges belong to standardised inputs, whose unit is 1.
 */
export function unitOfLength(inputRange: InputRange): number {
  const width = largestWidth(inputRange);
  return Number.isFinite(width) ? width : 1;
}
