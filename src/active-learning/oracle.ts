import { InvalidDataError } from '../errors.ts';
import type { Dataset } from '../datasets/contract.ts';
import type { Oracle } from './contract.ts';

/** Returns an oracle that reads the labels of the training split. */
export function labelsOf({ train }: Dataset): Oracle {
  return (positions) => positions.map((position) => train.labels[position]);
}

/**
 * Asks the oracle for labels and checks its answer.
 *
 * @returns labels, in the order of `positions`
 * @throws InvalidDataError if the number of labels is wrong, or a label is not a class
 */
export async function askOracle(oracle: Oracle, positions: Int32Array, classes: number): Promise<Int32Array> {
  const labels = await oracle(positions.slice());
  if (labels.length !== positions.length) {
    throw new InvalidDataError(
      `The oracle returned ${labels.length} labels for ${positions.length} inputs.\nExpected one label per input, in the same order.\n` +
        'Correct the oracle. The labels of earlier stages are kept.',
    );
  }
  const at = Array.from(labels).findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (at < 0) return Int32Array.from(labels);
  throw new InvalidDataError(
    `The oracle labelled the input at position ${positions[at]} with ${labels[at]}.\n` +
      `Expected an integer from 0 to ${classes - 1}, because there are ${classes} classes.\n` +
      'Correct the oracle. The labels of earlier stages are kept.',
  );
}
