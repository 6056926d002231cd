import { holm, mean, wilcoxon, winTieLoss } from '../../statistics/index.ts';
import type { Significance } from '../schemas/comparison-row.ts';
import type { Comparison } from '../schemas/comparison.ts';
import { valueOf, type Contestant, type Quantity } from './runs.ts';

const level = 0.05;

/**
 * Tests every contestant against one of them: Wilcoxon signed-rank, two-sided, over the stages of all seeds they share, with
 * Holm's correction over the contestants. A single seed says nothing about the spread between seeds, and is not tested.
 *
 * Differences are taken of counts: those that stand for the same number of inputs tie, whatever the floats say.
 *
 * @param opponent - undefined where it did not run
 * @returns by name of the contestant; empty without an opponent, or with one of a single seed
 * @see Guo et al. 2021, sections 5 and 7.2
 */
export function testAgainst(
  opponent: Contestant | undefined,
  contestants: readonly Contestant[],
  quantity: Quantity,
): Map<string, Significance> {
  if (!opponent || opponent.runs.length < 2) return new Map();
  const tested = contestants.flatMap((contestant) => {
    const { x, y } = pairsOf(contestant, opponent, quantity);
    if (contestant === opponent || contestant.runs.length < 2 || x.length === 0) return [];
    const differences = x.map((value, i) => Math.round((value - y[i]) * 1e9) / 1e9);
    const { pValue } = wilcoxon(
      differences,
      differences.map(() => 0),
    );
    return [{ contestant, pairs: x.length, difference: 100 * mean(differences), pValue }];
  });
  const corrected = holm(tested.map(({ pValue }) => pValue));
  return new Map(
    tested.map(({ contestant, ...result }, i) => [
      contestant.acquisition,
      { ...result, corrected: corrected[i], significant: corrected[i] < level },
    ]),
  );
}

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

/**
 * The quantity of two functions in the same stages of the runs that share a seed. Stage 0 is left out: its model is the same
 * for both.
 *
 * @see Guo et al. 2021, section 5, which pairs the stages
 */
function pairsOf(one: Contestant, other: Contestant, quantity: Quantity): { x: number[]; y: number[] } {
  const pairs = one.runs.flatMap((run) => {
    const opponent = other.runs.find(({ seed }) => seed === run.seed);
    if (opponent?.stages.length !== run.stages.length) return [];
    return run.stages.slice(1).map((stage, i) => [stage, opponent.stages[i + 1]]);
  });
  return { x: pairs.map(([stage]) => valueOf(stage, quantity)), y: pairs.map(([, stage]) => valueOf(stage, quantity)) };
}
