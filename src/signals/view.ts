import type { Split } from '../datasets/contract.ts';
import type { Classifier } from '../models/contract.ts';
import type { Network } from '../models/network/contract.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random/index.ts';

/** The input of every signal source. */
export interface View {
  /** The selecting model. */
  readonly classifier: Network;
  /** The split that contains the pool. Signals must not read its labels. */
  readonly split: Split;
  /** Positions of the pool in the split. */
  readonly pool: Int32Array;
  /** The training data of the model, with the bought labels. */
  readonly labelled: Split;
  /** Stage of the selection. */
  readonly stage: number;
  /** Number of inputs to select. Undefined if nothing is selected. */
  readonly count?: number;
  /** Source of randomness for signals that draw. */
  readonly random: Random;
  /**
   * Trains another network as the model was trained, from different initial weights. The same index gives the same network. The
   * caller disposes of it. Undefined if there is only a trained model.
   */
  readonly member?: (index: number) => Promise<Classifier>;
  readonly progress?: Progress;
}
