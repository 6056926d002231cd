import type { AcquisitionFunction } from '../acquisition/contract.ts';
import type { SelectionBias } from '../uncertainty/index.ts';
import type { Attack } from '../attacks/contract.ts';
import type { Dataset } from '../datasets/contract.ts';
import type { Classifier } from '../models/contract.ts';
import type { Architecture } from '../architectures/contract.ts';
import type { Progress } from '../progress.ts';
import type { Training } from '../training/contract.ts';

/** Returns the labels of the inputs with these positions in the training split. */
export type Oracle = (positions: Int32Array) => Int32Array | Promise<Int32Array>;

export interface ActiveLearningOptions {
  readonly dataset: Dataset;
  readonly architecture: Architecture;
  readonly acquisition: AcquisitionFunction;
  /** Size of the first labelled set, drawn uniformly. It is the same for every acquisition function with the same seed. */
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
   * Source of the labels. Fine-tuning and the reporter's retraining ignore it and use the labels of the data set.
   * @defaultValue the labels of the training split
   */
  readonly oracle?: Oracle;
  /** Attack that measures robust accuracy after every stage. @defaultValue not measured */
  readonly robustness?: { readonly attack: Attack; readonly epsilon: number; readonly limit?: number };
  /** @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Folder in which every stage is cached, to resume from it; `false` turns caching off. @defaultValue the cache of `dnn()` */
  readonly cache?: string | false;
  readonly progress?: Progress;
}

export interface Stage {
  /** 0 for the first model, then 1 … stages. */
  readonly stage: number;
  /** Labels bought so far; pseudo-labelled and derived inputs are not counted. */
  readonly labelled: number;
  readonly accuracy: number;
  readonly robustness?: number;
  /** Positions in the training split whose labels this stage bought, in order of choice. */
  readonly selected: Int32Array;
  /** Divergence of the selection from the pool; its `labels` use the data set's labels. Undefined in stage 0. */
  readonly bias?: SelectionBias;
  readonly seconds: number;
  readonly classifier: Classifier;
}
