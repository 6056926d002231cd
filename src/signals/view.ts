import type { Split } from '../datasets/contract.ts';
import type { Classifier } from '../models/contract.ts';
import type { Network } from '../models/network/contract.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random/index.ts';

/** What a signal is computed from. */
export interface View {
  /** The model that chooses. */
  readonly classifier: Network;
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
  /**
   * Trains one more network as the model was trained, from other weights: the same one for the same index. The receiver
   * disposes of it. Missing where only a trained model is given.
   */
  readonly member?: (index: number) => Promise<Classifier>;
  readonly progress?: Progress;
}
