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
  /** Size of the first labelled set, drawn uniformly; the same for every acquisition function of a seed. */
  readonly initial: number;
  /** Labels bought in each stage. */
  readonly query: number;
  /** Stages after the first model. */
  readonly stages: number;
  /** @defaultValue standardTraining() */
  readonly training?: Training;
  /** Training of the first model. @defaultValue standardTraining() with the epochs of `training` (Guo 2021, section 4.3) */
  readonly initialTraining?: Training;
  /** Whether a stage goes on from the last model (Guo 2021, algorithm 1, line 8) or from fresh weights. @defaultValue 'continue' */
  readonly update?: 'continue' | 'from-scratch';
  /** Fine-tuning and the reporter's retraining take the data set's own labels. @defaultValue those, of its training split */
  readonly oracle?: Oracle;
  /** Measures robust accuracy after every stage. @defaultValue not measured */
  readonly robustness?: { readonly attack: Attack; readonly epsilon: number; readonly limit?: number };
  /** @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Keep every stage in the cache and resume from it. @defaultValue the cache of `dnn()`; false trains anew */
  readonly cache?: string | false;
  readonly progress?: Progress;
}

export interface Stage {
  /** 0 for the first model, then 1 … stages. */
  readonly stage: number;
  /** Labels bought so far: annotations, without what an acquisition function adds to training under them or without any. */
  readonly labelled: number;
  readonly accuracy: number;
  readonly robustness?: number;
  /** Positions in the training split that this stage bought, in order of choice. */
  readonly selected: Int32Array;
  /** How unlike the pool the selected are, in their classes by the data set's own labels; undefined in stage 0. */
  readonly bias?: SelectionBias;
  readonly seconds: number;
  readonly classifier: Classifier;
}
