import type { Split } from '../../datasets/contract.ts';
import type { Classifier } from '../../models/contract.ts';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random/index.ts';

/** What a signal is computed from. */
export interface View {
  /** The model that chooses. */
  readonly classifier: Classifier;
  /** What the pool is part of; its labels are unknown to every signal. */
  readonly split: Split;
  /** Positions of the pool in the split. */
  readonly pool: Int32Array;
  /** What the model was trained on, under the labels that were bought. */
  readonly labelled: Split;
  /** The stage that the selection is for. */
  readonly stage: number;
  /** How many inputs are to be selected. */
  readonly count: number;
  /** What signals that draw draw from. */
  readonly random: Random;
  readonly progress?: Progress;
}
