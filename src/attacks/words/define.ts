import type { JsonObject } from '../../json.ts';
import { isNotCalled } from '../../called-members.ts';
import { checkTextEpsilon } from '../../norms/text-epsilon.ts';
import type { TextNorm } from '../../norms/norm.ts';
import {
  callback,
  checkOptions,
  integerFrom,
  jsonRecord,
  oneOf,
  record,
  required,
  resolveOptions,
  text,
  type Limit,
  type Limits,
  type LimitsOf,
  type OptionsOf,
} from '../../options.ts';
import type { ConfigurableTextAttack, QueryOptions, Search, TextUnderAttack } from './contract.ts';
import type { Constraint } from './frame/draft.ts';
import { runTextAttack } from './frame/run.ts';

/** The part of an attack on texts that differs from its siblings. */
export interface TextAttackDefinition<T, Prepared> {
  readonly name: string;
  /** The measure of changes, and so of epsilon. */
  readonly norm: TextNorm;
  /** Every option with its default. */
  readonly defaults: T;
  /** Limits of options, beyond the type of the default. @defaultValue none */
  readonly limits?: Limits<T>;
  /** Loads what the search needs, such as a dictionary, before the attack. @defaultValue nothing */
  readonly prepare?: (options: T) => Prepared | Promise<Prepared>;
  /** Constraints on changes, besides epsilon. @defaultValue none */
  readonly constraints?: (options: T, prepared: Prepared) => readonly Constraint[];
  /**
   * Searches for an adversarial text: yields lists of texts to ask about, receives a prediction per text, and returns a draft. The wrapper
   * checks its constraints and predicts it again.
   */
  readonly search: (text: TextUnderAttack<Prepared>, options: T) => Search;
}

const limits: LimitsOf<TextAttackDefinition<Record<never, never>, undefined>> = {
  name: required(text),
  norm: required(oneOf('words', 'edits')),
  defaults: required(jsonRecord),
  limits: record,
  prepare: callback,
  constraints: callback,
  search: required(callback),
};

const queryLimit: Limit = {
  ...integerFrom(1),
  anyType: true,
  expected: 'an integer of at least 1, or null for no limit',
  holds: (value) => value === null || integerFrom(1).holds(value),
};

/**
 * Makes an attack on texts from its definition. The wrapper does what all share: validation, batches over the texts of all searches,
 * a memory of answers, counting and limiting queries, seeding, constraints, and checking success by predicting again.
 *
 * @returns the attack with its default options; every attack also has the option `queryLimit`
 * @throws InvalidOptionError if a part of the definition is missing or has another type
 * @example
 * export const firstWord = defineTextAttack({
 *   name: 'firstWord',
 *   norm: 'words',
 *   defaults: { is: 'a' },
 *   search: function* ({ draft }, { is }) {
 *     const changed = draft.changed(0, is);
 *     if (!changed) return draft;
 *     yield [changed.text];
 *     return changed;
 *   },
 * });
 */
export function defineTextAttack<T extends OptionsOf<T>, Prepared = undefined>(
  definition: TextAttackDefinition<T, Prepared>,
): ConfigurableTextAttack<T> {
  const checked = checkOptions('defineTextAttack', definition, limits);
  const attack = configure(checked, { ...checked.defaults, queryLimit: null });
  isNotCalled('an attack', attack);
  return attack;
}

function configure<T extends OptionsOf<T>, Prepared>(
  definition: TextAttackDefinition<T, Prepared>,
  options: T & QueryOptions,
): ConfigurableTextAttack<T> {
  const { name, norm, limits: own, prepare, constraints, search } = definition;
  return {
    name,
    norm,
    access: 'black-box',
    options: options as JsonObject & T & QueryOptions,
    code: String(search),
    parameters: (epsilon) => {
      checkTextEpsilon(name, norm, epsilon);
      return options as JsonObject;
    },
    with: (changes) =>
      configure(
        definition,
        resolveOptions<T & QueryOptions>(name, options, changes, { ...own, queryLimit } as Limits<T & QueryOptions>),
      ),
    run: (model, texts, settings) =>
      runTextAttack<Prepared>(
        {
          name,
          norm,
          queryLimit: options.queryLimit,
          prepare: () => prepare?.(options) as Prepared | Promise<Prepared>,
          constraints: (prepared) => constraints?.(options, prepared) ?? [],
          search: (under) => search(under, options),
        },
        model,
        texts,
        settings,
      ),
  };
}
