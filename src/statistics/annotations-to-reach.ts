import { InvalidOptionError } from '../errors.ts';
import { roundingError } from './rounding.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Number of annotations a learning curve needs to reach an accuracy, within a tolerance.
 *
 * @param labels - number of labels per stage
 * @param accuracies - shares, one per stage
 * @param target - a share, such as the accuracy of a model trained on everything
 * @param tolerance - an accuracy at most this far below the target reaches it. @defaultValue 0.005, half a point
 * @returns labels of the first stage that reaches it; undefined if no stage does
 * @throws InvalidOptionError unless labels and accuracies have the same length
 * @see Ducoffe and Precioso 2018, table 2
 */
export function annotationsToReach(
  labels: readonly number[],
  accuracies: readonly number[],
  target: number,
  tolerance = 0.005,
): number | undefined {
  checkNumbers('annotationsToReach', 'the label counts', labels);
  checkNumbers('annotationsToReach', 'the accuracies', accuracies);
  checkNumbers('annotationsToReach', 'target and tolerance', [target, tolerance]);
  if (labels.length !== accuracies.length) {
    throw new InvalidOptionError(
      `annotationsToReach: got ${labels.length} label counts and ${accuracies.length} accuracies.\nExpected one of each per stage.`,
    );
  }
  return labels.find((_, stage) => accuracies[stage] >= target - tolerance - roundingError);
}
