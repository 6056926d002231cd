import { isNotCalled } from '../called-members.ts';
import type { JsonObject } from '../json.ts';
import {
  callback,
  checkOptions,
  demand,
  integerFrom,
  jsonRecord,
  record,
  required,
  resolveOptions,
  text,
  isInstance,
} from '../options.ts';
import type { Limit, LimitsOf, OptionsOf } from '../options.ts';
import type { Progress } from '../progress.ts';
import type { AvailableSignals, GivenSignals, SignalName, SignalRequests } from '../signals/contract.ts';
import { validateChoice } from './checks/validate-choice.ts';
import { checkSize, validateSignals } from './checks/signals.ts';
import { validateCount, validateScores } from './checks/validate.ts';
import { checkedRandom } from '../random/check-random.ts';
import { highestFirst } from './choice/rank.ts';
import type {
  Awaitable,
  Choice,
  Configurable,
  ScoredSelectingDefinition,
  Scoring,
  ScoringDefinition,
  SelectingDefinition,
} from './contract.ts';

/** The result of ranking by scores: a promise only if the scores are one. */
type Ranked<Scores> = Scores extends Promise<unknown> ? Promise<Int32Array> : Int32Array;

type AnyDefinition<Needs extends SignalName, Options> =
  | ScoringDefinition<Needs, Options>
  | SelectingDefinition<Needs, Options>
  | ScoredSelectingDefinition<Needs, Options>;

const needed: Limit = {
  expected: "a list of names of signals, such as ['probabilities'], or a function of the options",
  holds: (value) => typeof value === 'function' || (Array.isArray(value) && Array.from(value).every(text.holds)),
};

const limits: LimitsOf<ScoredSelectingDefinition<SignalName, Record<never, never>>> = {
  name: required(text),
  needs: required(needed),
  score: callback,
  select: callback,
  defaults: jsonRecord,
  limits: record,
  leastLabelled: integerFrom(0),
};

/**
 * Defines an acquisition function by a score per input, by a joint selection, or by both. The wrapper checks the options, the count,
 * the signals and the result. Ties go to the lowest index.
 *
 * @returns the function with its default options
 * @throws InvalidOptionError if a part of the definition is missing or has another type
 *
 * @example
 * export const maxEntropy = defineAcquisition({
 *   name: 'maxEntropy',
 *   needs: ['probabilities'],
 *   score: ({ probabilities }) => entropies(probabilities),
 * });
 */
export function defineAcquisition<
  Needs extends SignalName,
  Chosen extends Awaitable<Choice>,
  Scores extends Awaitable<Float64Array>,
  Options extends OptionsOf<Options> = Record<never, never>,
>(definition: ScoredSelectingDefinition<Needs, Options, Chosen, Scores>): Scoring<Options, Chosen, Scores>;
export function defineAcquisition<
  Needs extends SignalName,
  Scores extends Awaitable<Float64Array>,
  Options extends OptionsOf<Options> = Record<never, never>,
>(definition: ScoringDefinition<Needs, Options, Scores>): Scoring<Options, Ranked<Scores>, Scores>;
export function defineAcquisition<
  Needs extends SignalName,
  Chosen extends Awaitable<Choice>,
  Options extends OptionsOf<Options> = Record<never, never>,
>(definition: SelectingDefinition<Needs, Options, Chosen>): Configurable<Options, Chosen>;
export function defineAcquisition<Needs extends SignalName, Options extends OptionsOf<Options>>(
  definition: AnyDefinition<Needs, Options>,
): Configurable<Options> {
  const checked = checkOptions('defineAcquisition', definition, limits);
  if (!('select' in checked)) demand('defineAcquisition', 'score', checked.score, callback, 'Define score or select.');
  const acquisition = configured(checked, checked.defaults ?? ({} as Options));
  isNotCalled('an acquisition function', acquisition);
  return acquisition;
}

function configured<Needs extends SignalName, Options extends OptionsOf<Options>>(
  definition: AnyDefinition<Needs, Options>,
  options: Options,
): Configurable<Options> {
  const { name, limits, leastLabelled } = definition;
  const needs = requestsOf(definition, options);
  const given = (signals: AvailableSignals): GivenSignals<Needs> => validateSignals(name, needs, signals);
  const scoresBy =
    (score: ScoringDefinition<Needs, Options>['score']) =>
    (signals: AvailableSignals, progress: Progress = silent): Awaitable<Float64Array> =>
      whenSettled(score(given(signals), options, progress), (scores) => validateScores(name, scores, signals.size));
  const selectBy =
    (choose: SelectingDefinition<Needs, Options>['select']): Configurable<Options>['select'] =>
    (signals, count, random, progress = silent) => {
      const draws = checkedRandom(name, random);
      return whenSettled(choose(given(signals), count, draws, options, progress), (choice) =>
        validateChoice(name, choice, count, signals.size),
      );
    };
  const rankBy =
    (scores: ReturnType<typeof scoresBy>): Configurable<Options>['select'] =>
    (signals, count, _random, progress) =>
      whenSettled(scores(signals, progress), (values) => highestFirst(values).slice(0, count));

  const scores = 'score' in definition ? scoresBy(definition.score) : undefined;
  const select = 'select' in definition ? selectBy(definition.select) : rankBy(scoresBy(definition.score));
  return {
    name,
    needs,
    options: options as JsonObject,
    ...(leastLabelled !== undefined && { leastLabelled }),
    code: codeOf(definition),
    with: (changes: Partial<Options>) => configured(definition, resolveOptions(name, options, changes, limits)),
    select: (signals, count, random, progress) => {
      checkSize(name, signals);
      validateCount(name, count, signals.size);
      return select(signals, count, random, progress);
    },
    ...(scores && { scores }),
  };
}

function requestsOf<Needs extends SignalName, Options>(
  { needs }: Pick<ScoringDefinition<Needs, Options>, 'needs'>,
  options: Options,
): SignalRequests<Needs> {
  if (typeof needs === 'function') return needs(options);
  return Object.fromEntries(needs.map((need) => [need, {}])) as SignalRequests<Needs>;
}

/** The source text of everything that affects the choice. */
function codeOf<Needs extends SignalName, Options>(definition: AnyDefinition<Needs, Options>): string {
  const code = String('select' in definition ? definition.select : definition.score);
  return typeof definition.needs === 'function' ? `${String(definition.needs)}\n${code}` : code;
}

const silent: Progress = () => {};

/** Applies a function to a value, or to the value of a promise once it settles. */
function whenSettled<T, U>(value: Awaitable<T>, then: (value: T) => U): Awaitable<U> {
  return isInstance(value, Promise) ? value.then(then) : then(value);
}
