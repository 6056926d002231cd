import type { ComparisonRow } from './schemas/comparison-row.ts';
import { comparesRuns, type Comparison } from './schemas/comparison.ts';
import type { ThresholdResult } from './schemas/report.ts';

/** The least value of a quantity: for every acquisition function compared, or by name for some. */
export type Threshold = number | { readonly [acquisition: string]: number };

/** Demands on the means over seeds that the comparison shows; a mean below one fails the run. */
export interface Thresholds {
  /** In [0, 1]. */
  readonly accuracy?: Threshold;
  /** In [0, 1]. */
  readonly robustAccuracy?: Threshold;
  /** Area under the budget curve, in [0, 1]. */
  readonly area?: Threshold;
  /** Points, summed over stages. */
  readonly differenceToRandom?: Threshold;
}

export const quantities = ['accuracy', 'robustAccuracy', 'area', 'differenceToRandom'] as const;

/**
 * Holds every comparison against the thresholds; a model that stands alone only where no others are compared. A quantity that
 * was demanded and not measured fails.
 */
export function checkThresholds(comparisons: readonly Comparison[], thresholds: Thresholds): ThresholdResult[] {
  const compared = comparisons.filter(comparesRuns);
  const held = compared.length > 0 ? compared : comparisons;
  return quantities.flatMap((quantity) => {
    const threshold = thresholds[quantity];
    if (threshold === undefined) return [];
    return held.flatMap(({ setting, rows }) =>
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
