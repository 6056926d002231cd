import type { Matrix } from '../matrix/matrix.ts';

/**
 * What is known of the pool, the labelled set and the model that chooses. Computed once a stage, in batches, and only what
 * the acquisition function requests in `needs`.
 *
 * A function that trains a network of its own (a critic between labelled set and pool, a predictor of losses) is two parts
 * too: a signal of one number an input, whose source in `src/signals` trains that network with what every source
 * is given (the classifier, inputs and labels of the labelled set, inputs of the pool, a `random`, progress), and an
 * acquisition function that ranks by it. So nothing here ever sees a tensor.
 */
export interface Signals {
  /** Number of inputs in the pool. */
  readonly size: number;
  /** The stage that the selection is for, counted from 1; 1 where a selection stands alone. */
  readonly stage: number;
  /** Softmax outputs, [pool, classes]. */
  readonly probabilities: Matrix;
  /** Softmax outputs of networks drawn from the posterior, [pool, classes] for each draw. */
  readonly posteriorSamples: readonly Matrix[];
  /** Penultimate-layer outputs of the pool, [pool, d]. */
  readonly features: Matrix;
  /** Penultimate-layer outputs of the labelled set, [labelled, d]. */
  readonly labelledFeatures: Matrix;
  /** Classes that were bought for the labelled set, [labelled]. */
  readonly labels: Int32Array;
  /** Classes that the model predicts for the labelled set, [labelled]. */
  readonly labelledPredictions: Int32Array;
  /** Outputs of the hidden neurons, streamed. */
  readonly activations: Activations;
  /** Length that the gradient of the loss is expected to have under the predicted classes, [pool]. */
  readonly gradientLengths: Float64Array;
  /** L2 distances to the decision boundary of some inputs of the pool, drawn at random. */
  readonly boundaryDistances: Distances;
  /** L2 distances that steps along the sign of the gradient take into another class, [pool]. */
  readonly bimDistances: Float64Array;
}

/** How far some inputs are from another class. An input that did not get there has the distance `Number.MAX_VALUE`. */
export interface Distances {
  /** Which inputs of the pool, ascending, [candidates]. */
  readonly indices: Int32Array;
  readonly distances: Float64Array;
  /** Where each of them arrived in the other class, [candidates, values of an item]; if asked for. */
  readonly twins?: Matrix;
}

/**
 * Outputs of the hidden neurons: one neuron per unit of a dense layer and one per channel of a convolution (the mean over
 * its places), behind activation and normalisation; the output layer is not among them.
 */
export interface Activations {
  readonly neurons: number;
  /** The layers from input to output; layer l has the neurons [start, end). */
  readonly layers: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  /** Smallest output of each neuron over the labelled set, [neurons]; Infinity if that is empty, or ranges were not asked for. */
  readonly low: Float32Array;
  /** Largest output of each neuron over the labelled set, [neurons]; -Infinity in the same cases. */
  readonly high: Float32Array;
  /** The pool in order, a few rows at a time: matrices [rows, neurons]. May be asked for more than once. */
  batches(): AsyncIterable<Matrix>;
}

export type SignalName = Exclude<keyof Signals, 'size'>;

/** With which parameters each signal can be requested; JSON, so that they can be compared. */
export interface SignalParameters {
  readonly stage: NoParameters;
  readonly probabilities: NoParameters;
  readonly posteriorSamples: PosteriorSource;
  readonly features: NoParameters;
  readonly labelledFeatures: NoParameters;
  readonly labels: NoParameters;
  readonly labelledPredictions: NoParameters;
  /** Whether the ranges over the labelled set are wanted, which takes a pass over it. @defaultValue true */
  readonly activations: { readonly ranges?: boolean };
  /** With respect to what the gradient is taken. */
  readonly gradientLengths: { readonly of: 'parameters' | 'inputs' | 'lastLayer' };
  /** Candidates of null are ten times as many as are selected; DeepFool's steps at most, its overshoot, whether it clips. */
  readonly boundaryDistances: {
    readonly candidates: number | null;
    readonly twins: boolean;
    readonly steps: number;
    readonly overshoot: number;
    readonly clip: boolean;
  };
  /** The size of a step in units of the input, and how many there are at most. */
  readonly bimDistances: { readonly step: number; readonly steps: number };
}

/** Where draws from the posterior come from. */
export type PosteriorSource =
  /** Dropout; a rate of null is the model's own dropout, or 0.1 before dense layers in a model that has none. */
  | { readonly draws: number; readonly dropoutRate: number | null }
  /** Networks trained on the labelled set from other weights, as many as this says. */
  | { readonly ensemble: number };

export type NoParameters = { readonly [name in never]: never };

/** The signals that are wanted, by name, with their parameters. */
export type SignalRequests<Needs extends SignalName = SignalName> = Pick<SignalParameters, Needs>;

/** What an acquisition function receives: the size and the signals it named in `needs`; the others are absent. */
export type GivenSignals<Needs extends SignalName> = Pick<Signals, 'size' | Needs>;

/** Signals as callers have them: any that were computed. */
export type AvailableSignals = Partial<Signals> & Pick<Signals, 'size'>;
