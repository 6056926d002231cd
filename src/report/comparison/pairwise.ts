import { holm, mean, wilcoxon, winTieLoss } from '../../statistics/index.ts';
import type { Significance } from '../schemas/comparison-row.ts';
import type { Comparison } from '../schemas/comparison.ts';
import { valueOf, type Contestant, type Quantity } from './runs.ts';

const level = 0.05;

/**
 * Tests every contestant against one of them: two-sided Wilcoxon signed-rank test over the stages of all common seeds, with
 * Holm's correction over the contestants. A single seed does not show the spread between seeds, so it is not tested.
 *
 * Stages of one run build on each other, so pairs of the same seed are not independent. `overSeeds` tests the means over stages instead, one
 * pair per seed.
 *
 * Differences are rounded, so that differences of the same number of inputs tie in spite of floating point errors.
 *
 * @param opponent - undefined if it did not run
 * @returns the tests by name of the contestant; empty without an opponent, or with a single seed of it
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
    const differences = x.map((value, i) => rounded(value - y[i]));
    const ofSeeds = seedsOf(contestant, opponent, quantity);
    const overSeeds = { pairs: ofSeeds.length, pValue: testOf(ofSeeds) };
    return [
      { contestant, pairs: x.length, difference: 100 * mean(differences), pValue: testOf(differences), overSeeds },
    ];
  });
  const corrected = holm(tested.map(({ pValue }) => pValue));
  const correctedOverSeeds = holm(tested.map(({ overSeeds }) => overSeeds.pValue));
  return new Map(
    tested.map(({ contestant, ...result }, i) => [
      contestant.acquisition,
      {
        ...result,
        corrected: corrected[i],
        significant: corrected[i] < level,
        overSeeds: {
          ...result.overSeeds,
          corrected: correctedOverSeeds[i],
          significant: correctedOverSeeds[i] < level,
        },
      },
    ]),
  );
}

const rounded = (difference: number): number => Math.round(difference * 1e9) / 1e9;

const testOf = (differences: readonly number[]): number =>
  wilcoxon(
    differences,
    differences.map(() => 0),
  ).pValue;

/** The mean difference over stages, per common seed. */
function seedsOf(one: Contestant, other: Contestant, quantity: Quantity): number[] {
  return one.runs.flatMap((run) => {
    const { x, y } = pairsOf({ ...one, runs: [run] }, other, quantity);
    return x.length === 0 ? [] : [rounded(mean(x) - mean(y))];
  });
}

/**
 * Counts how often each contestant was better than each other one by more than half a point, over the stages of their common
 * seeds.
 *
 * @returns [wins, ties, losses] in [contestants][contestants]; zeros on the diagonal
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
 * Pairs the quantity of two functions by seed and stage. Stage 0 is omitted, because its model is the same for both.
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
