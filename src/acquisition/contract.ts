import type { JsonObject } from '../json.ts';
import type { Matrix } from '../matrix.ts';
import type { Random } from '../random/index.ts';

/** What the model says about the pool. Computed once a stage, and only what the acquisition function `needs`. */
export interface Signals {
  /** Number of inputs in the pool. */
  readonly size: number;
  /** Softmax outputs, [pool, classes]. */
  readonly probabilities: Matrix;
  /** Penultimate-layer outputs of the pool, [pool, d]. */
  readonly features: Matrix;
  /** Penultimate-layer outputs of the labelled set, [labelled, d]. */
  readonly labelledFeatures: Matrix;
}

export type SignalName = Exclude<keyof Signals, 'size'>;

/** What an acquisition function receives: the size and the signals it named in `needs`; the others are absent. */
export type GivenSignals<Needs extends SignalName> = Pick<Signals, 'size' | Needs>;

/** A function that chooses which inputs of the pool to label next. */
export interface AcquisitionFunction {
  readonly name: string;
  readonly needs: readonly SignalName[];
  readonly options: JsonObject;
  /** Source text of what it computes: models that were trained with another text are not taken from the cache. */
  readonly code?: string;
  /**
   * The indices of `count` distinct inputs of the pool, most wanted first.
   *
   * @throws InvalidOptionError if count is no integer in [0, pool]; NumericalError if a score is not finite
   */
  select(signals: Partial<Signals> & { readonly size: number }, count: number, random: Random): Int32Array;
  /** One value per input, higher = query first; undefined for functions that choose jointly. */
  scores?(signals: Partial<Signals> & { readonly size: number }): Float64Array;
}
