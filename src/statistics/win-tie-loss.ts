import { InvalidOptionError } from '../errors.ts';
import { roundingError } from './rounding.ts';

/** How often one of two was better. */
export interface WinTieLoss {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/**
 * How often x is better than y, in pairs: a win where it leads by more than the margin, a loss where it trails by more, a tie
 * between, the margin itself included.
 *
 * @param x - shares, such as accuracies
 * @param margin - a difference of shares. @defaultValue 0.005, half a point (Zhan 2022, section 3.2)
 * @throws InvalidOptionError unless x and y have the same length
 */
export function winTieLoss(x: readonly number[], y: readonly number[], margin = 0.005): WinTieLoss {
  if (x.length !== y.length)
    throw new InvalidOptionError(`winTieLoss: got ${x.length} and ${y.length} values.\nExpected equally many.`);
  const wins = x.filter((value, i) => value - y[i] > margin + roundingError).length;
  const losses = x.filter((value, i) => y[i] - value > margin + roundingError).length;
  return { wins, ties: x.length - wins - losses, losses };
}
