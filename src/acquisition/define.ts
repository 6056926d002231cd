import { InvalidDataError, InvalidOptionError, NumericalError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random/index.ts';
import type { AcquisitionFunction, GivenSignals, SignalName, Signals } from './contract.ts';
import { resolveOptions, type Limits, type OptionsOf } from '../options.ts';

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

function validateCount(name: string, count: number, size: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= size) return;
  throw new InvalidOptionError(
    `${name}: asked to select ${count} inputs from a pool of ${size}.\n` +
      `Expected an integer from 0 to ${size}.\nAsk for fewer inputs or give a larger pool.`,
  );
}

function validateSignals<Needs extends SignalName>(
  name: string,
  needs: readonly Needs[],
  signals: Partial<Signals> & { readonly size: number },
): GivenSignals<Needs> {
  for (const need of needs) {
    const matrix = signals[need];
    if (matrix === undefined) {
      throw new InvalidOptionError(
        `${name}: the signal "${need}" is missing.\nExpected ${needs.join(', ')}.\nCompute it from the model and pass it.`,
      );
    }
    if (need !== 'labelledFeatures' && matrix.rows !== signals.size) {
      throw new InvalidDataError(
        `${name}: ${need} has ${matrix.rows} rows, the pool ${signals.size} inputs.\nExpected one row an input.\n` +
          'Compute the signals and the size from the same pool.',
      );
    }
    const at = matrix.data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) {
      throw new NumericalError(
        `${name}: ${need} of input ${Math.floor(at / matrix.columns)} has the value ${matrix.data[at]}.\n` +
          'Expected finite numbers.\nCheck the inputs and the weights of the model for NaN.',
      );
    }
  }
  return signals as GivenSignals<Needs>;
}

function validateScores(name: string, scores: Float64Array, size: number): Float64Array {
  if (scores.length !== size) {
    throw new InvalidDataError(
      `${name}: its score returned ${scores.length} values for ${size} inputs.\nExpected one value an input.\n` +
        'Correct the score of this acquisition function.',
    );
  }
  const at = scores.findIndex((score) => !Number.isFinite(score));
  if (at < 0) return scores;
  throw new NumericalError(
    `${name}: the score of input ${at} is ${scores[at]}.\nExpected a finite number.\n` +
      'Check the signals of this input: probabilities lie in [0, 1].',
  );
}

function validateSelection(name: string, selected: Int32Array, count: number, size: number): Int32Array {
  const distinct = new Set(selected);
  if (selected.length === count && distinct.size === count && selected.every((index) => index >= 0 && index < size)) {
    return selected;
  }
  throw new InvalidDataError(
    `${name}: its select returned ${selected.length} indices, ${distinct.size} of them distinct.\n` +
      `Expected ${count} distinct integers in [0, ${size}).\nCorrect the select of this acquisition function.`,
  );
}
