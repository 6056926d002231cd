import { join, resolve } from 'node:path';
import type { Dataset } from '../../datasets/contract.ts';
import { InvalidDataError } from '../../errors.ts';
import { demand, folderPath } from '../../options.ts';
import { show } from '../../show.ts';
import { validateDataset } from '../../splits/index.ts';
import type { Oracle } from '../contract.ts';
import { readLabels } from './read-labels.ts';
import { saveLabellingTasks } from './save-tasks.ts';

/**
 * Returns an oracle for active learning whose labels people choose in Label Studio. It reads the exports in the folder `exports`. If labels
 * are missing, it writes tasks for these items to the folder, as `saveLabellingTasks` does, and throws. Label them, export them as JSON into
 * `exports`, and run again: the run goes on where it stopped.
 *
 * @param dataset - the data set of the run; labels of its training split are not read
 * @param folder - of the tasks; a folder of its own for each run
 * @returns the oracle. It throws InvalidDataError if labels are missing, are no class, or contradict each other
 * @throws InvalidDataError on a data set that cannot be used
 *
 * @example
 * const oracle = labelStudioOracle(dataset, 'labelling');
 * for await (const stage of runActiveLearning({ dataset, architecture: leNet5, oracle, … })) …
 */
export function labelStudioOracle(dataset: Dataset, folder: string): Oracle {
  demand('labelStudioOracle', 'folder', folder, folderPath, "Pass e.g. 'labelling'.");
  validateDataset(dataset);
  const exports = join(folder, 'exports');
  const { classNames } = dataset;
  const oracle: Oracle = async (positions) => {
    const labels = readLabels(exports, 'train');
    const missing = positions.filter((position) => !labels.has(position));
    if (missing.length > 0) {
      await saveLabellingTasks(dataset, folder, { positions: missing });
      throw missingLabels(missing.length, positions.length, folder);
    }
    return positions.map((position) => classOf(labels.get(position) as string, position));
  };
  const classOf = (label: string, position: number): number => {
    const found = classNames.indexOf(label);
    if (found !== -1) return found;
    throw new InvalidDataError(
      `${exports}: the item at position ${position} is labelled ${show(label)}.\nExpected one of ${show(classNames)}.\n` +
        'Correct the label in Label Studio, and export again.',
    );
  };
  // The cache knows an oracle by its source text, and this one by its folder.
  return Object.assign(oracle, { toString: () => `labelStudioOracle(${resolve(folder)})` });
}

const missingLabels = (missing: number, all: number, folder: string): InvalidDataError =>
  new InvalidDataError(
    `labelStudioOracle: ${missing} of ${all} items have no label in ${join(folder, 'exports')}.\n` +
      `Expected a label for each. Tasks for them are in ${join(folder, 'tasks.json')} now.\n` +
      'Import them into Label Studio, label them, export them as JSON into that folder, and run again: the stages so far are kept.',
  );
