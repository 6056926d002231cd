import type { Split } from '../datasets/contract.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { InputRange } from '../norms/range.ts';
import type { Encoder } from '../text/contract.ts';

/** A model of the layers API, as far as its type is read: a `LayersModel` of any declarations of TensorFlow.js fits. */
export interface AnyLayersModel {
  readonly name: string;
  readonly layers: readonly { readonly name: string; getClassName(): string }[];
  readonly inputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly { readonly shape: readonly (number | null)[] }[];
  getWeights(): readonly object[];
}

/** Predicted classes alone, one integer per input. */
export type Labels = Int32Array | readonly number[] | { readonly labels: ArrayLike<number> };

/**
 * Class scores: a matrix whose values may be in any list of numbers or of rows, or the rows themselves. A model that does not
 * reveal scores answers labels.
 */
export type Answer =
  | Labels
  | {
      readonly data: ArrayLike<number> | readonly ArrayLike<number>[];
      /** Number of inputs. @defaultValue the number of inputs that were asked about */
      readonly rows?: number;
      /** Number of classes. @defaultValue the length of the rows, else that of the first answer */
      readonly columns?: number;
    }
  | readonly ArrayLike<number>[];

/**
 * A model that can only be queried, such as a service or a network of another framework. This is enough for black-box attacks.
 * Only `predict` is required.
 */
export interface Predictor {
  /**
   * Returns class scores [count, classes] for `count` inputs, stored one after another: `{ data, rows, columns }` or rows of numbers. Attacks work best with logits;
   * probabilities that saturate at 1 carry no information. Labels alone, one integer per input, are enough for accuracy and for
   * decision-based attacks. Do not keep the array of inputs: it is overwritten after the call.
   */
  predict(inputs: Float32Array, count: number): Answer | Promise<Answer>;
  /** Name in reports. @defaultValue 'predictor' */
  readonly name?: string;
  /** Number of classes. @defaultValue the number of columns in the first answer; of labels, that of the split */
  readonly classes?: number;
  /** Shape of one item. @defaultValue the shape of the attacked items */
  readonly itemShape?: readonly number[];
  /** Smallest and largest valid input value, as numbers or as lists with one bound per value. @defaultValue [0, 1] */
  readonly inputRange?: InputRange;
}

/** A model of texts that can only be queried, such as a service or a pipeline of another framework. Only `predict` is required. */
export interface TextPredictor {
  /** Returns the probabilities of the classes per text, [texts, classes]: `{ data, rows, columns }` or rows of numbers. */
  predict(texts: readonly string[]): Answer | Promise<Answer>;
  /** Name in reports. @defaultValue 'predictor' */
  readonly name?: string;
  /** Number of classes. @defaultValue the number of columns in the first answer */
  readonly classes?: number;
  /**
   * A word that the model does not know, for saliencies. It must count as one word.
   * @defaultValue 'qxunknownqx', letters that are in no vocabulary
   */
  readonly unknownWord?: string;
}

/** Texts with the class index of each. */
export interface LabelledTexts {
  readonly texts: readonly string[];
  readonly labels: ArrayLike<number>;
}

/** A classifier as specs, fixtures and matchers see it. Its type `Network` adds the layers and the logits. */
export interface Classifier extends Predictor {
  readonly name: string;
  readonly classes: number;
  readonly itemShape: readonly number[];
  /** Smallest and largest valid input value: two numbers, or two lists with one bound per value of an item. */
  readonly inputRange: InputRange;
  /** Encodes texts as inputs, if the network was trained on texts. Copies and files keep it. */
  readonly encoder?: Encoder;
  /** Returns the logits [count, classes] of inputs stored one after another, from one forward pass. */
  predict(inputs: Float32Array, count: number): Promise<Matrix>;
  /** Returns the softmax of the logits per input, [n, classes], computed in batches. */
  probabilities(split: Split): Promise<Matrix>;
  /** Returns the flattened output of the penultimate layer per input, [n, d], computed in batches. */
  features(split: Split): Promise<Matrix>;
  /** Returns features and probabilities per input, from one forward pass. */
  outputs(split: Split): Promise<{ readonly features: Matrix; readonly probabilities: Matrix }>;
  /** Returns the predicted class per input, computed in batches. */
  predictions(split: Split): Promise<Int32Array>;
  /** Returns an independent copy with the same architecture and weights. */
  clone(name?: string): Classifier;
  /** Writes model.json and weights.bin to the folder, in the TensorFlow.js layers format. */
  save(folder: string): Promise<void>;
  /** Frees the weights. */
  dispose(): void;
}
