import type { JsonObject } from '../json.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Limits } from '../options.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random/index.ts';
import type {
  AvailableSignals,
  GivenSignals,
  SignalName,
  SignalParameters,
  SignalRequests,
} from '../signals/contract.ts';

/** The chosen inputs, and optional additions to the training set. */
export interface Selection {
  /** Indices of distinct pool inputs, most wanted first. Their labels are bought. */
  readonly selected: Int32Array;
  /** Pool inputs with labels that were not bought. They train this stage's model and stay in the pool. */
  readonly pseudoLabelled?: { readonly indices: Int32Array; readonly labels: Int32Array };
  /**
   * Inputs derived from selected ones, one per row. Each takes the label bought for its origin (a pool index among
   * `selected`) and stays in the labelled set. Derived inputs cost no annotation.
   */
  readonly derived?: { readonly origins: Int32Array; readonly inputs: Matrix };
}

/** The return value of `select`: a selection, or bare indices if there is nothing to add. */
export type Choice = Int32Array | Selection;

export type Awaitable<T> = T | Promise<T>;

/** A function that chooses the pool inputs to label next. */
export interface AcquisitionFunction<
  Chosen extends Awaitable<Choice> = Awaitable<Choice>,
  Scores extends Awaitable<Float64Array> = Awaitable<Float64Array>,
> {
  readonly name: string;
  /** The signals it reads, with parameters derived from its options. */
  readonly needs: Partial<SignalParameters>;
  readonly options: JsonObject;
  /**
   * Fewest labelled inputs with which it can compare the pool. A selection with fewer is rejected.
   * @defaultValue 1 if it needs a signal of the labelled set, else 0
   */
  readonly leastLabelled?: number;
  /** Source text of the computation. Cached models that were trained with another text are not used. */
  readonly code?: string;
  /**
   * Chooses `count` distinct pool inputs. The result may be a promise, so await it.
   *
   * @throws InvalidOptionError if `count` is not an integer in [0, pool]; NumericalError if a score is not finite
   */
  select(signals: AvailableSignals, count: number, random: Random, progress?: Progress): Chosen;
  /** One value per input, highest queried first. Undefined for functions that only choose jointly. */
  scores?(signals: AvailableSignals, progress?: Progress): Scores;
}

interface Definition<Needs extends SignalName, Options> {
  readonly name: string;
  /** The signals to compute: a list of names, or a function from the options to signals with parameters. */
  readonly needs: readonly Needs[] | ((options: Options) => SignalRequests<Needs>);
  /** Every option with its default. @defaultValue no options */
  readonly defaults?: Options;
  /**
   * Fewest labelled inputs with which it can compare the pool. @defaultValue 1 if it needs a signal of the labelled set, else 0
   */
  readonly leastLabelled?: number;
  /** Limits on the options, beyond the type of their default. @defaultValue no limits */
  readonly limits?: Limits<Options>;
}

/** Definition of a function that scores every input separately; the highest score is queried first. */
export interface ScoringDefinition<
  Needs extends SignalName,
  Options,
  Scores extends Awaitable<Float64Array> = Awaitable<Float64Array>,
> extends Definition<Needs, Options> {
  readonly score: (signals: GivenSignals<Needs>, options: Options, progress: Progress) => Scores;
}

/** Definition of a function that chooses inputs jointly: `count` distinct indices, most wanted first, or a `Selection`. */
export interface SelectingDefinition<
  Needs extends SignalName,
  Options,
  Chosen extends Awaitable<Choice> = Awaitable<Choice>,
> extends Definition<Needs, Options> {
  readonly select: (
    signals: GivenSignals<Needs>,
    count: number,
    random: Random,
    options: Options,
    progress: Progress,
  ) => Chosen;
}

/** Definition of a function that chooses jointly, or chooses more than inputs to label, and has a score per input too. */
export interface ScoredSelectingDefinition<
  Needs extends SignalName,
  Options,
  Chosen extends Awaitable<Choice> = Awaitable<Choice>,
  Scores extends Awaitable<Float64Array> = Awaitable<Float64Array>,
>
  extends SelectingDefinition<Needs, Options, Chosen>, Pick<ScoringDefinition<Needs, Options, Scores>, 'score'> {}

/** An acquisition function whose options can be changed. */
export type Configurable<
  Options,
  Chosen extends Awaitable<Choice> = Awaitable<Choice>,
  Scores extends Awaitable<Float64Array> = Awaitable<Float64Array>,
> = AcquisitionFunction<Chosen, Scores> & {
  /** Returns the same function with other options. @throws InvalidOptionError on an unknown option or an invalid value */
  with(options: Partial<Options>): Configurable<Options, Chosen, Scores>;
};

/** An acquisition function with a score per input, whose options can be changed. */
export type Scoring<
  Options,
  Chosen extends Awaitable<Choice> = Awaitable<Choice>,
  Scores extends Awaitable<Float64Array> = Awaitable<Float64Array>,
> = Required<Pick<AcquisitionFunction<Chosen, Scores>, 'scores'>> &
  AcquisitionFunction<Chosen, Scores> & {
    /** Returns the same function with other options. @throws InvalidOptionError on an unknown option or an invalid value */
    with(options: Partial<Options>): Scoring<Options, Chosen, Scores>;
  };
