import type { JsonObject } from '../json.ts';
import { resolveOptions, type OptionsOf } from '../options.ts';
import type { Progress } from '../progress.ts';
import type { AvailableSignals, SignalName, SignalRequests } from '../signals/contract.ts';
import { validateChoice } from './checks/validate-choice.ts';
import { validateCount, validateScores, validateSignals } from './checks/validate.ts';
import { highestFirst } from './choice/rank.ts';
import type { Awaitable, Choice, Configurable, ScoringDefinition, SelectingDefinition } from './contract.ts';

/** The result of ranking by scores: a promise only if the scores are one. */
type Ranked<Scores> = Scores extends Promise<unknown> ? Promise<Int32Array> : Int32Array;

/**
 * Defines an acquisition function by a score per input or by a joint selection. The wrapper checks the options, the count,
 * the signals and the result. Ties go to the lowest index.
 *
 * @returns the function with its default options
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
  Scores extends Awaitable<Float64Array>,
  Options extends OptionsOf<Options> = Record<never, never>,
>(definition: ScoringDefinition<Needs, Options, Scores>): Configurable<Options, Ranked<Scores>, Scores>;
export function defineAcquisition<
  Needs extends SignalName,
  Chosen extends Awaitable<Choice>,
  Options extends OptionsOf<Options> = Record<never, never>,
>(definition: SelectingDefinition<Needs, Options, Chosen>): Configurable<Options, Chosen>;
export function defineAcquisition<Needs extends SignalName, Options extends OptionsOf<Options>>(
  definition: ScoringDefinition<Needs, Options> | SelectingDefinition<Needs, Options>,
): Configurable<Options> {
  return configured(definition, resolveOptions(definition.name, definition.defaults ?? ({} as Options), {}));
}

function configured<Needs extends SignalName, Options extends OptionsOf<Options>>(
  definition: ScoringDefinition<Needs, Options> | SelectingDefinition<Needs, Options>,
  options: Options,
): Configurable<Options> {
  const { name, limits } = definition;
  const needs = requestsOf(definition, options);
  const shared = {
    name,
    needs,
    options: options as JsonObject,
    code: codeOf(definition),
    with: (changes: Partial<Options>) => configured(definition, resolveOptions(name, options, changes, limits)),
  };
  if ('select' in definition) {
    return {
      ...shared,
      select: (signals, count, random, progress = silent) => {
        validateCount(name, count, signals.size);
        const needed = validateSignals(name, needs, signals);
        const chosen = definition.select(needed, count, random, options, progress);
        return whenSettled(chosen, (choice) => validateChoice(name, choice, count, signals.size));
      },
    };
  }
  const scores = (signals: AvailableSignals, progress: Progress = silent): Awaitable<Float64Array> => {
    const values = definition.score(validateSignals(name, needs, signals), options, progress);
    return whenSettled(values, (settled) => validateScores(name, settled, signals.size));
  };
  return {
    ...shared,
    scores,
    select: (signals, count, _random, progress) => {
      validateCount(name, count, signals.size);
      return whenSettled(scores(signals, progress), (values) => highestFirst(values).slice(0, count));
    },
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
function codeOf<Needs extends SignalName, Options>(
  definition: ScoringDefinition<Needs, Options> | SelectingDefinition<Needs, Options>,
): string {
  const code = String('select' in definition ? definition.select : definition.score);
  return typeof definition.needs === 'function' ? `${String(definition.needs)}\n${code}` : code;
}

const silent: Progress = () => {};

/** Applies a function to a value, or to the value of a promise once it settles. */
function whenSettled<T, U>(value: Awaitable<T>, then: (value: T) => U): Awaitable<U> {
  return value instanceof Promise ? value.then(then) : then(value);
}
