import type { JsonObject } from '../../json.ts';
import { isNotCalled } from '../../called-members.ts';
import { resolveOptions, type Limits, type OptionsOf } from '../../options.ts';
import type { ConfigurableTextAttack, Search, TextNorm, TextUnderAttack } from './contract.ts';
import { checkTextEpsilon } from './check.ts';
import type { Constraint } from './draft.ts';
import { runTextAttack } from './run.ts';

/** The part of an attack on texts that differs from its siblings. */
interface TextAttackDefinition<T, Prepared> {
  readonly name: string;
  readonly norm: TextNorm;
  /** Every option with its default. */
  readonly defaults: T;
  /** Limits of options, beyond the type of the default. @defaultValue none */
  readonly limits?: Limits<T>;
  /** Loads what the search needs, such as a dictionary, before the attack. */
  readonly prepare: (options: T) => Prepared | Promise<Prepared>;
  /** Constraints on changes, besides epsilon. @defaultValue none */
  readonly constraints?: (options: T, prepared: Prepared) => readonly Constraint[];
  /** Searches for an adversarial text. The wrapper checks its constraints and predicts it again. */
  readonly search: (text: TextUnderAttack<Prepared>, options: T) => Search;
}

/**
 * Makes an attack on texts from its definition. The wrapper does what all share: validation, batches over the texts of all searches,
 * a memory of answers, counting and limiting queries, seeding, constraints, and checking success by predicting again.
 *
 * @returns the attack with its default options
 */
export function defineTextAttack<T extends OptionsOf<T>, Prepared>(
  definition: TextAttackDefinition<T, Prepared>,
): ConfigurableTextAttack<T> {
  const attack = configure(definition, definition.defaults);
  isNotCalled('an attack', attack);
  return attack;
}

function configure<T extends OptionsOf<T>, Prepared>(
  definition: TextAttackDefinition<T, Prepared>,
  options: T,
): ConfigurableTextAttack<T> {
  const { name, norm, limits, prepare, constraints, search } = definition;
  return {
    name,
    norm,
    access: 'black-box',
    options: options as JsonObject & T,
    parameters: (epsilon) => {
      checkTextEpsilon(name, norm, epsilon);
      return options as JsonObject;
    },
    with: (changes) => configure(definition, resolveOptions(name, options, changes, limits)),
    run: (model, texts, settings) =>
      runTextAttack<Prepared>(
        {
          name,
          norm,
          prepare: () => prepare(options),
          constraints: (prepared) => constraints?.(options, prepared) ?? [],
          search: (text) => search(text, options),
        },
        model,
        texts,
        settings,
      ),
  };
}
