import type { LayersModel } from '../../engine/tensors.ts';
import { readWeights, writeWeights } from '../../models/network/weights.ts';
import type { EarlyStopping } from './options.ts';

/** Watches the validation accuracy of one training. */
export interface Watch {
  /** Records an epoch's accuracy and returns whether training should stop. */
  shouldStop(accuracy: number): boolean;
  /** Restores the weights of the best epoch, if `restoreBest` is set. */
  restore(): void;
}

/**
 * Early stopping with patience; returns the watch of one training.
 *
 * @see Prechelt 1998, Early stopping, but when? In: Neural Networks: Tricks of the Trade (its criterion UP, on accuracy)
 */
export function watch(model: LayersModel, options: Required<EarlyStopping>): Watch {
  let best = Number.NEGATIVE_INFINITY;
  let bestWeights: Float32Array[] | undefined;
  let epochsWithoutGrowth = 0;
  return {
    shouldStop: (accuracy) => {
      if (accuracy > best + options.minDelta || bestWeights === undefined) {
        best = accuracy;
        bestWeights = readWeights(model);
        epochsWithoutGrowth = 0;
        return false;
      }
      return ++epochsWithoutGrowth >= options.patience;
    },
    restore: () => {
      if (options.restoreBest && bestWeights) writeWeights(model, bestWeights);
    },
  };
}
