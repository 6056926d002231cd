import { InvalidOptionError } from '../errors.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Sum of the differences between two learning curves over their stages, in percentage points.
 *
 *   diff = Σ_i (accuracy_i − baseline_i) · 100
 *
 * @param accuracies - shares, one per stage
 * @param baseline - shares of the same stages; in the paper those of random sampling
 * @returns the sum; positive if the curve is above the baseline on average
 * @throws InvalidOptionError unless both have the same number of stages
 * @see Hu et al. 2021, equation 8
 */
export function sumOfDifferences(accuracies: readonly number[], baseline: readonly number[]): number {
  checkNumbers('sumOfDifferences', 'the accuracies', accuracies);
  checkNumbers('sumOfDifferences', 'the baseline', baseline);
  if (accuracies.length !== baseline.length) {
    throw new InvalidOptionError(
      `sumOfDifferences: got ${accuracies.length} and ${baseline.length} stages.\nExpected two curves over the same stages.`,
    );
  }
  return accuracies.reduce((sum, accuracy, stage) => sum + (accuracy - baseline[stage]) * 100, 0);
}
