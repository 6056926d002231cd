import type { ComparisonRow } from './schemas/comparison-row.ts';
import { comparesRuns, type Comparison } from './schemas/comparison.ts';
import type { ThresholdResult } from './schemas/report.ts';

/** The minimum value of a quantity: one number for every compared acquisition function, or numbers by name for some. */
export type Threshold = number | { readonly [acquisition: string]: number };

/** Minimum values of the means over all seeds. A lower mean fails the run. */
export interface Thresholds {
  /** Accuracy of the last stage, in [0, 1]. */
  readonly accuracy?: Threshold;
  /** Robust accuracy of the last stage, in [0, 1]. */
  readonly robustAccuracy?: Threshold;
  /** Area under the budget curve, in [0, 1]. */
  readonly area?: Threshold;
  /** Accuracy minus the accuracy of random sampling, in points, summed over stages. */
  readonly differenceToRandom?: Threshold;
}

/** The quantities that can have a threshold. */
export const quantities = ['accuracy', 'robustAccuracy', 'area', 'differenceToRandom'] as const;

/**
 * Checks every comparison against the thresholds. A comparison with a single run is only checked if no other has several runs.
 * A quantity that has a threshold but was not measured fails.
 *
 * @returns one result per threshold and acquisition function
 */
export function checkThresholds(comparisons: readonly Comparison[], thresholds: Thresholds): ThresholdResult[] {
  const compared = comparisons.filter(comparesRuns);
  const checked = compared.length > 0 ? compared : comparisons;
  return quantities.flatMap((quantity) => {
    const threshold = thresholds[quantity];
    if (threshold === undefined) return [];
    return checked.flatMap(({ setting, rows }) =>
      rows.flatMap((row) => {
        const atLeast = typeof threshold === 'number' ? threshold : threshold[row.acquisition];
        return atLeast === undefined ? [] : [check(setting, row, quantity, atLeast)];
      }),
    );
  });
}

function check(
  setting: string,
  row: ComparisonRow,
  quantity: (typeof quantities)[number],
  atLeast: number,
): ThresholdResult {
  const value = row[quantity]?.mean ?? null;
  return {
    quantity,
    setting,
    acquisition: row.acquisition,
    atLeast,
    value,
    passed: value !== null && value >= atLeast,
  };
}
