import type { AcquisitionFunction } from '../acquisition/contract.ts';
import type { SelectionBias } from '../uncertainty/index.ts';
import type { AnyAttack } from '../attacks/contract.ts';
import type { Dataset } from '../datasets/contract.ts';
import type { Classifier } from '../models/contract.ts';
import type { Architecture } from '../architectures/contract.ts';
import type { Epsilon } from '../norms/epsilon-by-value.ts';
import type { Progress } from '../progress.ts';
import type { Training } from '../training/contract.ts';

/** Returns the labels of the inputs with these positions in the training split. */
export type Oracle = (positions: Int32Array) => Int32Array | Promise<Int32Array>;

export interface ActiveLearningOptions {
  /** The data set: labels are bought in its training split, and its test split measures every stage. */
  readonly dataset: Dataset;
  /** The network to train. */
  readonly architecture: Architecture;
  /** The acquisition function that selects the inputs to label. */
  readonly acquisition: AcquisitionFunction;
  /** Size of the first labelled set, drawn uniformly. With the same seed, every acquisition function starts from the same set. */
  readonly initial: number;
  /** Number of labels bought in each stage. */
  readonly query: number;
  /** Number of stages after the first model. */
  readonly stages: number;
  /** Training of the models after the first. @defaultValue standardTraining() */
  readonly training?: Training;
  /** Training of the first model. @defaultValue standardTraining() with the epochs of `training` (Guo 2021, section 4.3) */
  readonly initialTraining?: Training;
  /**
   * Whether a stage trains the last model further (Guo 2021, algorithm 1, line 8) or starts from fresh weights.
   * @defaultValue 'continue'
   */
  readonly update?: 'continue' | 'from-scratch';
  /**
   * Returns the labels that are bought. Fine-tuning and the reporter's retraining ignore the oracle and use the data set's
   * labels.
   * @defaultValue the labels of the training split
   */
  readonly oracle?: Oracle;
  /** Attack that measures robust accuracy after every stage. @defaultValue not measured */
  readonly robustness?: { readonly attack: AnyAttack; readonly epsilon: Epsilon; readonly limit?: number };
  /** Seed of all random draws of the run. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /**
   * Folder in which every stage is cached, so that a run can resume; `false` turns caching off.
   * @defaultValue the cache of `dnn()`
   */
  readonly cache?: string | false;
  /** Receives the progress of training, selection and measurement. @defaultValue none */
  readonly progress?: Progress;
}

export interface Stage {
  /** 0 for the first model, then 1 … stages. */
  readonly stage: number;
  /** Labels bought so far; pseudo-labelled and derived inputs are not counted. */
  readonly labelled: number;
  /** Accuracy on the test split. */
  readonly accuracy: number;
  /** Robust accuracy on the test split, if the options measure it. */
  readonly robustness?: number;
  /** Positions in the training split whose labels this stage bought, in order of choice. */
  readonly selected: Int32Array;
  /** Divergence of the selection from the pool; its `labels` use the data set's labels. Undefined in stage 0. */
  readonly bias?: SelectionBias;
  /** Duration of the stage. */
  readonly seconds: number;
  /** The model of the stage; the caller disposes of it. */
  readonly classifier: Classifier;
}
