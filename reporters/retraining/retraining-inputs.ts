import type { Split } from '../../src/datasets/contract.ts';
import type { Dataset } from '../../src/datasets/contract.ts';
import { subset } from '../../src/splits/index.ts';

/** Which inputs a retraining selects from, adds to, and is judged by. They do not overlap. */
export interface DividedInputs {
  /** What is selected from. */
  readonly pool: Split;
  /** Where the pool lies, in words. */
  readonly description: string;
  /** The split that the pool is part of, and the position there of each of its inputs. */
  readonly split: 'train' | 'test';
  readonly positions: Int32Array;
  /** What the model was trained on. */
  readonly train: Split;
  readonly evaluation: Split;
}

/**
 * The pool of a model that was trained by active learning is what it left unlabelled, and the test split judges. A model
 * that has seen every training input selects from the first half of the test split, and the second half judges.
 *
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
