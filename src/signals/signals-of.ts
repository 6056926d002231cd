import type { Split } from '../datasets/contract.ts';
import { withinBudget } from '../budget.ts';
import { startEngine } from '../engine/index.ts';
import { InvalidOptionError } from '../errors.ts';
import type { Classifier } from '../models/contract.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { networkOf } from '../models/network/network-of.ts';
import { callback, checkOptions, checkedLater, positive, record, required, seedLimit } from '../options.ts';
import type { Progress } from '../progress.ts';
import { createRandom } from '../random/index.ts';
import { seedOf } from '../settings.ts';
import { checkParts, subset, validateSplit } from '../splits/index.ts';
import type { AvailableSignals, GivenSignals, SignalName, SignalParameters, Signals } from './contract.ts';
import { computeSignals } from './index.ts';
import { labelledSignals } from './labelled.ts';
import { checkedRequests } from './requests.ts';
import type { View } from './view.ts';

/** Signals that can be requested by name alone, because their parameters have defaults. */
export type PlainSignal = {
  [Name in SignalName]: Record<never, never> extends SignalParameters[Name] ? Name : never;
}[SignalName];

export interface SignalOptions {
  /** Training data of the model, for signals of the labelled set. @defaultValue no inputs */
  readonly labelled?: Split;
  /** Seed of signals that draw. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Receives the progress. @defaultValue none */
  readonly progress?: Progress;
  /** Time that the signals may take. After it, a `TimeBudgetError` says how far they are. @defaultValue no limit */
  readonly seconds?: number;
}

const limits = {
  needs: required(checkedLater),
  labelled: record,
  seed: seedLimit,
  progress: callback,
  seconds: positive,
};

/** The signals that are requested in every case. */
type Requested<Requests> = {
  [Name in keyof Requests]-?: Record<never, never> extends Pick<Requests, Name> ? never : Name;
}[keyof Requests] &
  SignalName;

/**
 * Computes the signals of a pool: what acquisition functions read, without an acquisition function. `scores` and `select` of one
 * take the result. With the same seed, the signals are those that `selectForRetraining` computes.
 *
 * @param pool - its labels are not read
 * @param options - `needs`: names of signals, or signals with their parameters, such as `bald.needs`
 * @returns `size`, the number of inputs, and the signals by name
 * @throws InvalidOptionError on an unknown signal, an invalid parameter, or a signal of the labelled set without `labelled`;
 *   InvalidDataError on an invalid split; TimeBudgetError if `seconds` are over
 *
 * @example
 * const signals = await signalsOf(classifier, test, { needs: ['probabilities', 'features'] });
 * const entropies = maxEntropy.scores(signals);
 */
export async function signalsOf<Needs extends PlainSignal>(
  classifier: Classifier,
  pool: Split,
  options: SignalOptions & { readonly needs: readonly Needs[] },
): Promise<GivenSignals<Needs>>;
export async function signalsOf<Requests extends Partial<SignalParameters>>(
  classifier: Classifier,
  pool: Split,
  options: SignalOptions & { readonly needs: Requests },
): Promise<AvailableSignals & Pick<Signals, Requested<Requests>>>;
export async function signalsOf(
  classifier: Classifier,
  pool: Split,
  given: SignalOptions & { readonly needs: readonly PlainSignal[] | Partial<SignalParameters> },
): Promise<AvailableSignals> {
  const options = checkOptions('signalsOf', given, limits);
  const requests = checkedRequests('signalsOf', options.needs);
  const view = await openView('signalsOf', classifier, { split: pool, what: 'the pool' }, options);
  const [name] = labelledSignals(requests);
  if (name !== undefined && view.labelled.size === 0) {
    throw new InvalidOptionError(
      `signalsOf: ${name} is computed from labelled inputs, but there are none.\nExpected the training data of the model.\n` +
        `Pass labelled${requests.activations ? ', or activations without ranges: { activations: { ranges: false } }' : ''}.`,
    );
  }
  return computeSignals(requests, view);
}

/**
 * Starts the engine and returns the view of a trained model on a split whose inputs are all in the pool.
 *
 * @param owner - the function that is called, for errors
 * @param pool - the split, and its name in errors
 * @throws InvalidDataError if a split is invalid or outside the range of the model
 */
export async function openView(
  owner: string,
  classifier: Classifier,
  { split, what }: { readonly split: Split; readonly what: string },
  { labelled, seed, progress, seconds }: SignalOptions,
): Promise<View> {
  const receiver = withinBudget(owner, seconds, progress);
  await startEngine();
  const network = networkOf(classifier);
  validateSplit(split, classifier.classes, what);
  assertInRange(owner, split, classifier, what);
  if (labelled) checkParts(labelled, 'the labelled inputs');
  if (labelled && labelled.size > 0) {
    validateSplit(labelled, classifier.classes, 'the labelled inputs');
    assertInRange(`${owner}: the labelled inputs`, labelled, classifier, 'the labelled inputs');
  }
  return {
    classifier: network,
    split,
    pool: Int32Array.from({ length: split.size }, (_, i) => i),
    labelled: labelled ?? subset(split, []),
    stage: 1,
    random: createRandom(seedOf(owner, seed)).fork('select for retraining'),
    progress: receiver,
  };
}
