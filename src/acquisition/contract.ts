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

/** What is chosen, and what training gets beyond it. */
export interface Selection {
  /** Indices of distinct inputs of the pool, most wanted first: their labels are bought. */
  readonly selected: Int32Array;
  /** Inputs of the pool under labels that nobody was asked for: they train this stage's model and stay in the pool. */
  readonly pseudoLabelled?: { readonly indices: Int32Array; readonly labels: Int32Array };
  /**
   * Inputs that were made from selected ones, one a row: each takes the label bought for its origin, an index of the pool
   * among `selected`, and stays in the labelled set. They cost no annotation.
   */
  readonly derived?: { readonly origins: Int32Array; readonly inputs: Matrix };
}

/** What a function may return to say what it chose: bare indices where there is nothing to add. */
export type Choice = Int32Array | Selection;

export type Awaitable<T> = T | Promise<T>;

/** A function that chooses which inputs of the pool to label next. */
export interface AcquisitionFunction<
  Chosen extends Awaitable<Choice> = Awaitable<Choice>,
  Scores extends Awaitable<Float64Array> = Awaitable<Float64Array>,
> {
  readonly name: string;
  /** The signals that it reads, with the parameters that follow from its options. */
  readonly needs: Partial<SignalParameters>;
  readonly options: JsonObject;
  /** Source text of what it computes: models that were trained with another text are not taken from the cache. */
  readonly code?: string;
  /**
   * Chooses `count` distinct inputs of the pool. May take its time: await what it returns.
   *
   * @throws InvalidOptionError if count is no integer in [0, pool]; NumericalError if a score is not finite
   */
  select(signals: AvailableSignals, count: number, random: Random, progress?: Progress): Chosen;
  /** One value per input, higher = query first; undefined for functions that choose jointly. */
  scores?(signals: AvailableSignals, progress?: Progress): Scores;
}

interface Definition<Needs extends SignalName, Options> {
  readonly name: string;
  /** The signals to compute: by name, or with parameters that follow from the options. */
  readonly needs: readonly Needs[] | ((options: Options) => SignalRequests<Needs>);
  /** Every option with its default. @defaultValue no options */
  readonly defaults?: Options;
  /** What the options may be, beyond having the type of their default. */
  readonly limits?: Limits<Options>;
}

/** A function that gives every input a score, higher = query first; joint ones give `select` instead. */
export interface ScoringDefinition<
  Needs extends SignalName,
  Options,
  Scores extends Awaitable<Float64Array> = Awaitable<Float64Array>,
> extends Definition<Needs, Options> {
  readonly score: (signals: GivenSignals<Needs>, options: Options, progress: Progress) => Scores;
}

/** A function that chooses inputs jointly: `count` distinct indices, most wanted first, or a `Selection` that adds to them. */
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

/** An acquisition function and the way to another one like it. */
export type Configurable<
  Options,
  Chosen extends Awaitable<Choice> = Awaitable<Choice>,
  Scores extends Awaitable<Float64Array> = Awaitable<Float64Array>,
> = AcquisitionFunction<Chosen, Scores> & {
  /** The same function with other options. @throws InvalidOptionError on an unknown option or a bad value */
  with(options: Partial<Options>): Configurable<Options, Chosen, Scores>;
};
