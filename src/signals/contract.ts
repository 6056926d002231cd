import type { Matrix } from '../matrix/matrix.ts';

/**
 * Information on the pool, the labelled set and the selecting model. Each stage computes the signals that the acquisition
 * function requests in `needs`, once and in batches.
 *
 * An acquisition function that trains a network (a critic between labelled set and pool, a predictor of losses) also consists
 * of two parts. A signal holds one number per input; its source in `src/signals` trains the network from the view that every
 * source receives (classifier, inputs and labels of the labelled set, pool inputs, `random`, progress). The acquisition
 * function ranks by that signal. So this file never sees a tensor.
 */
export interface Signals {
  /** Number of inputs in the pool. */
  readonly size: number;
  /** Stage of the selection, from 1; also 1 for a selection outside active learning. */
  readonly stage: number;
  /** Softmax outputs, [pool, classes]. */
  readonly probabilities: Matrix;
  /** Softmax outputs of networks drawn from the posterior, [pool, classes] per draw. */
  readonly posteriorSamples: readonly Matrix[];
  /** Penultimate-layer outputs of the pool, [pool, d]. */
  readonly features: Features;
  /** Penultimate-layer outputs of the labelled set, [labelled, d]. */
  readonly labelledFeatures: Matrix;
  /** Bought labels of the labelled set, [labelled]. */
  readonly labels: Int32Array;
  /** Predicted classes of the labelled set, [labelled]. */
  readonly labelledPredictions: Int32Array;
  /** Outputs of the hidden neurons, streamed. */
  readonly activations: Activations;
  /** Expected length of the loss gradient under the predicted class probabilities, [pool]. */
  readonly gradientLengths: Float64Array;
  /** L2 distances to the decision boundary, for pool inputs drawn at random. */
  readonly boundaryDistances: Distances;
  /** L2 distances to another class by steps along the sign of the gradient, [pool]. */
  readonly bimDistances: Float64Array;
}

/** Penultimate-layer outputs h, [pool, d]. */
export interface Features extends Matrix {
  /**
   * The other factor of the loss gradients δ ⊗ h under the predicted class, with respect to the kernel of the last layer,
   * [pool, units]; only if requested. Undefined if the logits are h W + b, where δ is p − e_ŷ. A layer whose gradient is no such
   * product, such as a convolution, has δ = 1, and h holds its whole gradients.
   */
  readonly slopes?: Matrix;
}

/** Distances of candidates to another class; `Number.MAX_VALUE` for an input that did not reach one. */
export interface Distances {
  /** Pool indices of the candidates, ascending, [candidates]. */
  readonly indices: Int32Array;
  /** L2 distances, [candidates]. */
  readonly distances: Float64Array;
  /** The moved candidates, [candidates, values per item]; only if requested. */
  readonly twins?: Matrix;
}

/**
 * Outputs of the hidden neurons, after activation and normalisation. A dense or recurrent layer has one neuron per unit, a
 * convolution one per channel. If a layer has several places, in space or time, the output is the mean over them. The output layer
 * is excluded.
 */
export interface Activations {
  readonly neurons: number;
  /** The layers from input to output; each holds the neurons [start, end). */
  readonly layers: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  /** Smallest output of each neuron over the labelled set, [neurons]; Infinity if it is empty or ranges are not requested. */
  readonly low: Float32Array;
  /** Largest output of each neuron over the labelled set, [neurons]; -Infinity in the same cases. */
  readonly high: Float32Array;
  /** Streams the pool in order, a few rows at a time: matrices [rows, neurons]. Can be called more than once. */
  batches(): AsyncIterable<Matrix>;
}

export type SignalName = Exclude<keyof Signals, 'size'>;

/** The parameters of each signal. They are JSON, so that requests can be compared. */
export interface SignalParameters {
  readonly stage: NoParameters;
  readonly probabilities: NoParameters;
  readonly posteriorSamples: PosteriorSource;
  /** Compute `slopes` too. @defaultValue false */
  readonly features: { readonly slopes?: boolean };
  readonly labelledFeatures: NoParameters;
  readonly labels: NoParameters;
  readonly labelledPredictions: NoParameters;
  /** Compute ranges over the labelled set, which takes one pass over it. @defaultValue true */
  readonly activations: { readonly ranges?: boolean };
  /** Variables of the gradient. */
  readonly gradientLengths: { readonly of: 'parameters' | 'inputs' | 'lastLayer' };
  /**
   * `candidates: null` means ten times the number of inputs to select, or all if none are. `steps` (the maximum), `overshoot` and `clip` are options
   * of DeepFool. `twins` requests the moved candidates.
   */
  readonly boundaryDistances: {
    readonly candidates: number | null;
    readonly twins: boolean;
    readonly steps: number;
    readonly overshoot: number;
    readonly clip: boolean;
  };
  /** Step size in units of the input, with null 0.05 of the width of the input range, and maximum number of steps. */
  readonly bimDistances: { readonly step: number | null; readonly steps: number };
}

/** The source of draws from the posterior. */
export type PosteriorSource =
  /** Dropout. A rate of null means the model's own dropout, or 0.1 before dense layers if the model has none. */
  | { readonly draws: number; readonly dropoutRate: number | null }
  /** The number of networks trained on the labelled set from different initial weights. */
  | { readonly ensemble: number };

export type NoParameters = { readonly [name in never]: never };

/** Requested signals by name, with their parameters. */
export type SignalRequests<Needs extends SignalName = SignalName> = Pick<SignalParameters, Needs>;

/** The input of an acquisition function: the pool size and the signals named in `needs`. */
export type GivenSignals<Needs extends SignalName> = Pick<Signals, 'size' | Needs>;

/** The pool size and any signals that were computed. */
export type AvailableSignals = Partial<Signals> & Pick<Signals, 'size'>;
