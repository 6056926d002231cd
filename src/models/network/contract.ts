import type { LayersModel, Tensor, Tensor2D } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import type { Classifier } from '../contract.ts';

/** How a network is run: dropout on (with its source of randomness) while training, off otherwise. */
export interface ForwardOptions {
  readonly training?: Random;
}

/** A classifier with its layers and logits: what attacks, training and compression work on. */
export interface Network extends Classifier {
  /** The network itself; its weights are what training changes. A final softmax, if any, is looked through by `logits`. */
  readonly model: LayersModel;
  /** Unnormalised log probabilities [batch, classes] of a batch [batch, ...itemShape]; differentiable. */
  logits(x: Tensor, options?: ForwardOptions): Tensor2D;
  /** An independent copy: same architecture, same weights. */
  clone(name?: string): Network;
}
