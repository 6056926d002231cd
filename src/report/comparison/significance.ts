import { holm, mean, wilcoxon } from '../../statistics/index.ts';
import type { Significance } from '../schemas/comparison-row.ts';
import { pairsOf, type Contestant, type Quantity } from './runs.ts';

const level = 0.05;

/**
 * Tests every contestant against one of them: Wilcoxon signed-rank, two-sided, over the stages of all seeds they share, with
 * Holm's correction over the contestants. A single seed says nothing about the spread between seeds, and is not tested.
 *
 * Differences are taken of counts: those that stand for the same number of inputs tie, whatever the floats say.
 *
 * @param name - of the opponent
 * @returns by name of the contestant; empty where the opponent did not run or only one seed did
 * @see Guo et al. 2021, sections 5 and 7.2
 */
export function testAgainst(
  name: string,
  contestants: readonly Contestant[],
  quantity: Quantity,
): Map<string, Significance> {
  const opponent = contestants.find(({ acquisition }) => acquisition === name);
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
