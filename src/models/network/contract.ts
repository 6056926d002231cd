import type { LayersModel, Tensor, Tensor2D } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import type { Classifier } from '../contract.ts';

/** Options of a forward pass. */
export interface ForwardOptions {
  /** Turns dropout on and supplies its random numbers. @defaultValue dropout is off */
  readonly training?: Random;
}

/** A classifier with its layers and logits, as attacks, training and compression need it. */
export interface Network extends Classifier {
  /** The TensorFlow.js model. Training changes its weights; `logits` bypasses its final softmax, if any. */
  readonly model: LayersModel;
  /** Returns the unnormalised log probabilities [batch, classes] of a batch [batch, ...itemShape]; differentiable. */
  logits(x: Tensor, options?: ForwardOptions): Tensor2D;
  /** Returns an independent copy with the same architecture and weights. */
  clone(name?: string): Network;
}
