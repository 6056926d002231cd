import type { Tensor, Tensor2D, LayersModel } from '../engine/tensors.ts';
import type { Split } from '../datasets/contract.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Random } from '../random/index.ts';

/** How a network is run: dropout on (with its source of randomness) while training, off otherwise. */
export interface ForwardOptions {
  readonly training?: Random;
}

/**
 * A model of which nothing but its answers is known, such as a service or a network of another framework: what black-box
 * attacks need. `{ predict }` alone will do.
 */
export interface Predictor {
  /**
   * Scores of the classes [count, classes] of as many inputs, which lie one after the other. Logits serve attacks best;
   * probabilities do too, but tell them nothing where they saturate at 1. The inputs are overwritten once the answer is there.
   */
  predict(inputs: Float32Array, count: number): Matrix | Promise<Matrix>;
  /** @defaultValue 'predictor' */
  readonly name?: string;
  /** @defaultValue the columns of its first answer */
  readonly classes?: number;
  /** @defaultValue the shape of the items that it is attacked on */
  readonly itemShape?: readonly number[];
  /** Smallest and largest legal input value. @defaultValue [0, 1] */
  readonly inputRange?: readonly [number, number];
}

/** What attacks, compression, acquisition and evaluation see of a network that classifies. */
export interface Classifier extends Predictor {
  readonly name: string;
  readonly classes: number;
  readonly itemShape: readonly number[];
  /** Smallest and largest legal input value. */
  readonly inputRange: readonly [number, number];
  /** The network itself; its weights are what training changes. A final softmax, if any, is looked through by `logits`. */
  readonly model: LayersModel;
  /** Unnormalised log probabilities [batch, classes] of a batch [batch, ...itemShape]; differentiable. */
  logits(x: Tensor, options?: ForwardOptions): Tensor2D;
  /** The logits [count, classes] of inputs that lie one after the other, in one forward pass. */
  predict(inputs: Float32Array, count: number): Promise<Matrix>;
  /** Softmax of the logits of every input, [n, classes], in batches. */
  probabilities(split: Split): Promise<Matrix>;
  /** Output of the penultimate layer, flattened, of every input, [n, d], in batches. */
  features(split: Split): Promise<Matrix>;
  /** Features and probabilities of every input, from one forward pass. */
  outputs(split: Split): Promise<{ readonly features: Matrix; readonly probabilities: Matrix }>;
  /** The predicted class of every input, in batches. */
  predictions(split: Split): Promise<Int32Array>;
  /** An independent copy: same architecture, same weights. */
  clone(name?: string): Classifier;
  /** Writes model.json and weights.bin, the TensorFlow.js layers format, into the folder. */
  save(folder: string): Promise<void>;
  /** Frees the weights. */
  dispose(): void;
}
