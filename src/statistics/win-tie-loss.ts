import { InvalidOptionError } from '../errors.ts';
import { roundingError } from './rounding.ts';
import { checkNumbers } from './check-numbers.ts';

/** Counts of wins, ties and losses between two series. */
export interface WinTieLoss {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/**
 * Counts how often x is better than y, in pairs. x wins if it leads by more than the margin, and loses if it trails by more.
 * All other pairs are ties, including a lead of exactly the margin.
 *
 * @param x - shares, such as accuracies
 * @param y - shares, paired with those of x
 * @param margin - a difference of shares. @defaultValue 0.005, half a point (Zhan 2022, section 3.2)
 * @returns the counts
 * @throws InvalidOptionError unless x and y have the same length
 */
export function winTieLoss(x: readonly number[], y: readonly number[], margin = 0.005): WinTieLoss {
  checkNumbers('winTieLoss', 'the x values', x);
  checkNumbers('winTieLoss', 'the y values', y);
  checkNumbers('winTieLoss', 'the margin', [margin]);
  if (x.length !== y.length)
    throw new InvalidOptionError(
      `winTieLoss: got ${x.length} x values and ${y.length} y values.\nExpected equal numbers of values.`,
    );
  const wins = x.filter((value, i) => value - y[i] > margin + roundingError).length;
  const losses = x.filter((value, i) => y[i] - value > margin + roundingError).length;
  return { wins, ties: x.length - wins - losses, losses };
}
