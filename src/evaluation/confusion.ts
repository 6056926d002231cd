import type { AccuracyMeasurement } from '../report/schemas/measurement.ts';

/** A larger matrix is no reading for people, and fills the report. */
const mostClasses = 100;

/**
 * Counts inputs by label and prediction.
 *
 * @param predicted - the predicted class per input
 * @param known - the number of classes of the model and the names of the classes, if they are known
 * @returns the confusion matrix; empty above 100 classes
 */
export function confusionOf(
  labels: Int32Array,
  predicted: Int32Array,
  { classes = 0, classNames = [] }: { readonly classes?: number; readonly classNames?: readonly string[] },
): Pick<AccuracyMeasurement, 'confusion'> {
  const largest = (values: Int32Array): number => values.reduce((most, value) => Math.max(most, value), -1);
  const size = Math.max(classes, classNames.length, 1 + largest(labels), 1 + largest(predicted));
  if (size > mostClasses) return {};
  const counts = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  labels.forEach((label, item) => counts[label][predicted[item]]++);
  return { confusion: { classes: counts.map((_, index) => nameOf(index, classNames)), counts } };
}

/** @returns the name of a class; its number if it has no name */
export const nameOf = (index: number, classNames: readonly string[] = []): string =>
  typeof classNames[index] === 'string' ? classNames[index] : String(index);
