import type { Split } from '../../src/datasets/contract.ts';
import type { Dataset } from '../../src/datasets/contract.ts';
import { subset } from '../../src/splits/index.ts';

/** The inputs of a retraining: those to select from, to train on and to evaluate on. They do not overlap. */
export interface DividedInputs {
  /** Inputs to select from. */
  readonly pool: Split;
  /** The pool in words. */
  readonly description: string;
  /** The split that contains the pool, and the positions of the pool's inputs in it. */
  readonly split: 'train' | 'test';
  readonly positions: Int32Array;
  /** Inputs that the model was trained on. */
  readonly train: Split;
  /** Inputs to evaluate the retrained model on. */
  readonly evaluation: Split;
}

/**
 * Divides the inputs of a data set. A model that was trained by active learning selects from the unlabelled training inputs, and
 * is evaluated on the test split. A model that has seen every training input selects from the first half of the test split, and
 * is evaluated on the second half.
 *
 * @returns the pool, the training inputs and the evaluation split
 * @see Guo et al. 2021, section 4.2 for the halves, section 8 for test inputs as pool
 */
export function divideInputs({ dataset, labelled }: { dataset: Dataset; labelled: Int32Array }): DividedInputs {
  const { train, test } = dataset;
  const seen = new Set(labelled);
  const unlabelled = range(0, train.size).filter((position) => !seen.has(position));
  if (unlabelled.length > 0) {
    return {
      pool: subset(train, unlabelled),
      description: 'unlabelled training inputs',
      split: 'train',
      positions: unlabelled,
      train: subset(train, labelled),
      evaluation: test,
    };
  }
  const half = Math.floor(test.size / 2);
  return {
    pool: subset(test, range(0, half)),
    description: 'the first half of the test split',
    split: 'test',
    positions: range(0, half),
    train,
    evaluation: subset(test, range(half, test.size)),
  };
}

const range = (from: number, to: number): Int32Array => Int32Array.from({ length: to - from }, (_, i) => from + i);
