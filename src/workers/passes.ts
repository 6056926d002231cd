import type { Split } from '../datasets/contract.ts';
import { NumericalError } from '../errors.ts';
import { joinRows, type Matrix } from '../matrix/matrix.ts';
import type { Classifier } from '../models/contract.ts';
import { subset } from '../splits/index.ts';
import type { Progress } from '../progress.ts';
import type { Pass } from './contract.ts';
import { spread } from './spread.ts';

/** Inputs of the first block, of a usual batch, and of the largest block. */
const blocks = { first: 256, batch: 256, most: 2048 };

/**
 * Predicts the classes of a split on worker threads.
 *
 * @returns the class per input; undefined if no worker may be used, or if the model fails, so that the caller predicts and fails
 */
export async function predictionsOnWorkers(
  classifier: Classifier,
  split: Split,
  progress?: Progress,
): Promise<Int32Array | undefined> {
  const parts = await pass(
    classifier,
    split,
    'predictions',
    (result) => Int32Array.from(result as Int32Array),
    progress,
  );
  if (!parts) return undefined;
  const predicted = new Int32Array(split.size);
  let at = 0;
  for (const part of parts) {
    predicted.set(part, at);
    at += part.length;
  }
  return predicted;
}

/** Computes the probabilities of a split on worker threads. @returns [inputs, classes]; undefined as `predictionsOnWorkers` */
export async function probabilitiesOnWorkers(
  classifier: Classifier,
  split: Split,
  progress?: Progress,
): Promise<Matrix | undefined> {
  const parts = await pass(classifier, split, 'probabilities', (result) => result as Matrix, progress);
  return parts && joinRows(parts);
}

async function pass<Part extends Matrix | Int32Array>(
  classifier: Classifier,
  split: Split,
  name: Pass,
  read: (result: unknown) => Part,
  progress?: Progress,
): Promise<Part[] | undefined> {
  try {
    const done = await spread<Part>({
      task: 'predict',
      model: classifier,
      split,
      items: Array.from({ length: split.size }, (_, item) => item),
      blocks,
      order: () => ({ name: 'pass', pass: name }),
      here: async (items) => read(await classifier[name](subset(split, items))),
      read,
      progress,
    });
    return done?.map(({ part }) => part);
  } catch (error) {
    if (error instanceof NumericalError) return undefined; // the caller names the input by its position in the split
    throw error;
  }
}
