import { InvalidOptionError } from '../errors.ts';
import { roundingError } from './rounding.ts';

/**
 * The annotations that a learning curve needs to reach an accuracy: the labels of its first stage within the tolerance of it.
 *
 * @param labels - number of labels in each stage
 * @param accuracies - shares, one a stage
 * @param target - a share: the accuracy of a model that was trained on everything
 * @param tolerance - how far below the target counts as reached. @defaultValue 0.005, half a point
 * @returns undefined where no stage reaches it
 * @throws InvalidOptionError unless labels and accuracies have the same length
 * @see Ducoffe and Precioso 2018, table 2
 */
export function annotationsToReach(
  labels: readonly number[],
  accuracies: readonly number[],
  target: number,
  tolerance = 0.005,
): number | undefined {
  if (labels.length !== accuracies.length) {
    throw new InvalidOptionError(
      `annotationsToReach: got ${labels.length} numbers of labels and ${accuracies.length} accuracies.\nExpected one of each a stage.`,
    );
  }
  return labels.find((_, stage) => accuracies[stage] >= target - tolerance - roundingError);
}
