import { InvalidOptionError } from '../errors.ts';

/**
 * How far one learning curve runs above another: the sum over stages of their differences, in points.
 *
 *   diff = Σ_i (accuracy_i − baseline_i) · 100
 *
 * @param accuracies - shares, one a stage
 * @param baseline - shares of the same stages, of random sampling in the paper
 * @throws InvalidOptionError unless both have the same number of stages
 * @see Hu et al. 2021, equation 8
 */
export function sumOfDifferences(accuracies: readonly number[], baseline: readonly number[]): number {
  if (accuracies.length !== baseline.length) {
    throw new InvalidOptionError(
      `sumOfDifferences: got ${accuracies.length} and ${baseline.length} stages.\nExpected curves over the same stages.`,
    );
  }
  return accuracies.reduce((sum, accuracy, stage) => sum + (accuracy - baseline[stage]) * 100, 0);
}
