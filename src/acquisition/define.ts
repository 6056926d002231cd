import type { JsonObject } from '../json.ts';
import { resolveOptions, type Limits, type OptionsOf } from '../options.ts';
import type { Random } from '../random/index.ts';
import type { AcquisitionFunction, GivenSignals, SignalName } from './contract.ts';
import { validateCount, validateScores, validateSelection, validateSignals } from './validate.ts';

interface Definition<Needs extends SignalName, Options> {
  readonly name: string;
  readonly needs: readonly Needs[];
  /** Every option with its default. @defaultValue no options */
  readonly defaults?: Options;
  /** What the options may be, beyond having the type of their default. */
  readonly limits?: Limits<Options>;
}

/** A function that gives every input a score, higher = query first; joint ones give `select` instead. */
export interface ScoringDefinition<Needs extends SignalName, Options> extends Definition<Needs, Options> {
  readonly score: (signals: GivenSignals<Needs>, options: Options) => Float64Array;
}

/** A function that chooses inputs jointly: `count` distinct indices, most wanted first. */
export interface SelectingDefinition<Needs extends SignalName, Options> extends Definition<Needs, Options> {
  readonly select: (signals: GivenSignals<Needs>, count: number, random: Random, options: Options) => Int32Array;
}

/** An acquisition function and the way to another one like it. */
export type Configurable<Options> = AcquisitionFunction & {
  /** The same function with other options. @throws InvalidOptionError on an unknown option or a bad value */
  with(options: Partial<Options>): Configurable<Options>;
};

/**
 * Makes an acquisition function of a score or of a joint selection, and takes over what all of them share: options,
 * the count, the signals and the result are checked; ties go to the lowest index.
 *
 * @example
 * export const maxEntropy = defineAcquisition({
 *   name: 'maxEntropy',
 *   needs: ['probabilities'],
 *   score: ({ probabilities }) => entropies(probabilities),
 * });
 */
export function defineAcquisition<Needs extends SignalName, Options extends OptionsOf<Options> = Record<never, never>>(
  definition: ScoringDefinition<Needs, Options> | SelectingDefinition<Needs, Options>,
): Configurable<Options> {
  return configured(definition, resolveOptions(definition.name, definition.defaults ?? ({} as Options), {}));
}

function configured<Needs extends SignalName, Options extends OptionsOf<Options>>(
  definition: ScoringDefinition<Needs, Options> | SelectingDefinition<Needs, Options>,
  options: Options,
): Configurable<Options> {
  const { name, needs, limits } = definition;
  const shared = {
    name,
    needs,
    options: options as JsonObject,
    code: String('select' in definition ? definition.select : definition.score),
    with: (changes: Partial<Options>) => configured(definition, resolveOptions(name, options, changes, limits)),
  };
  if ('select' in definition) {
    return {
      ...shared,
      select: (signals, count, random) => {
        validateCount(name, count, signals.size);
        const given = validateSignals(name, needs, signals);
        return validateSelection(name, definition.select(given, count, random, options), count, signals.size);
      },
    };
  }
  const scores: NonNullable<AcquisitionFunction['scores']> = (signals) => {
    const values = definition.score(validateSignals(name, needs, signals), options);
    return validateScores(name, values, signals.size);
  };
  return {
    ...shared,
    scores,
    select: (signals, count) => {
      validateCount(name, count, signals.size);
      return highestFirst(scores(signals)).slice(0, count);
    },
  };
}

/** Indices by descending score; equal scores by ascending index. */
function highestFirst(scores: Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
}
