import type { Split } from '../datasets/contract.ts';
import type { Matrix } from '../matrix/matrix.ts';

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

/** A network that classifies: what specs, fixtures and matchers see of it. Its layers and logits are those of a `Network`. */
export interface Classifier extends Predictor {
  readonly name: string;
  readonly classes: number;
  readonly itemShape: readonly number[];
  /** Smallest and largest legal input value. */
  readonly inputRange: readonly [number, number];
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
