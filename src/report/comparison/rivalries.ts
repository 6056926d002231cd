import { winTieLoss } from '../../statistics/index.ts';
import type { Comparison } from '../schemas/comparison.ts';
import { pairsOf, type Contestant, type Quantity } from './runs.ts';

/**
 * How often each contestant was better than each other, by more than half a point, over the stages of the seeds they share.
 *
 * @returns [wins, ties, losses], [contestants][contestants]; nothing but zeros on the diagonal
 * @see Zhan et al. 2022, section 3.2 and table 3, which counts over data sets
 */
export function rivalriesOf(contestants: readonly Contestant[], quantity: Quantity): Comparison['winTieLoss'] {
  return contestants.map((one) =>
    contestants.map((other) => {
      if (one === other) return [0, 0, 0];
      const { x, y } = pairsOf(one, other, quantity);
      const { wins, ties, losses } = winTieLoss(x, y);
      return [wins, ties, losses];
    }),
  );
}
