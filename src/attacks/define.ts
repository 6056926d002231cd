import type { Split } from '../datasets/contract.ts';
import type { Tensor } from '../engine/tensors.ts';
import { derived, originOf } from '../attack-origins.ts';
import { isNotCalled } from '../called-members.ts';
import type { JsonObject } from '../json.ts';
import {
  callback,
  checkOptions,
  demand,
  flag,
  jsonRecord,
  oneOf,
  record,
  required,
  resolveOptions,
  text,
  type Limit,
} from '../options.ts';
import type { Limits, LimitsOf, OptionsOf } from '../options.ts';
import { attemptsOf } from './frame/attempts.ts';
import { checkEpsilon } from '../norms/epsilon.ts';
import { checkedBatch } from './frame/check-batch.ts';
import { checkClasses, checkRadius } from './frame/check-radius.ts';
import { bounded } from './frame/judge.ts';
import type { AttackedBatch, ConfigurableAttack, QueriedBatch, QueriedModel } from './contract.ts';
import type { Norm } from '../norms/norm.ts';
import type { InputRange } from '../norms/range.ts';
import { runAttack } from './frame/run.ts';

interface SharedDefinition<T> {
  readonly name: string;
  /** The norm whose ball of radius epsilon holds the candidates; a function if an option chooses it. */
  readonly norm: Norm | ((options: T) => Norm);
  /** Whether a black-box attack needs only labels, and no scores. @defaultValue false */
  readonly decisionBased?: boolean;
  /** Whether the attack searches for the smallest perturbation and ignores epsilon. @defaultValue false */
  readonly minimal?: boolean;
  /** Every option with its default; null for a number that is computed from epsilon or the input range. */
  readonly defaults: T;
  /** Limits of options, beyond the type of the default. @defaultValue none */
  readonly limits?: Limits<T>;
  /**
   * Checks options that depend on each other.
   *
   * @throws InvalidOptionError if they do not fit
   */
  readonly validate?: (options: T) => void;
  /**
   * Checks the model, for example that it has enough classes.
   *
   * @throws InvalidModelError or InvalidOptionError if it does not fit
   */
  readonly validateModel?: (model: QueriedModel, options: T) => void;
  /**
   * Checks options that have one value per input.
   *
   * @throws InvalidOptionError if they do not fit the split
   */
  readonly validateSplit?: (split: Split, options: T) => void;
  /** The options for some inputs of a split; undefined if no option has one value per input. @defaultValue undefined */
  readonly forInputs?: (options: T, positions: ArrayLike<number>) => T | undefined;
  /** Number of attempts on inputs that are not yet broken, by the number of classes. @defaultValue 1 */
  readonly restarts?: (options: T, classes: number) => number;
  /** The options, with those computed that depend on epsilon and, unless it is null, on the input range. @defaultValue the options */
  readonly parameters?: (options: T, epsilon: number, inputRange: InputRange | null) => T;
  /** Reasons why the attack is too weak at this epsilon whatever the model. @defaultValue none */
  readonly warnings?: (options: T, epsilon: number) => readonly string[];
  /** Source text that determines the candidates, if several attacks share the text of `perturb`. @defaultValue none */
  readonly code?: string;
}

/**
 * Returns candidates [batch, ...itemShape] for a batch. The wrapper clips them to the ball and the input range, and
 * predicts them again. Candidates of a minimal attack that lie outside the ball do not count.
 *
 * `perturb` may await, so `tf.tidy` cannot enclose it. It must dispose of every tensor that it makes, except the one it
 * returns. Put parts that do not await into `tf.tidy`, or use `pursue`, the loop that iterative attacks share.
 */
type Perturb<Batch, T> = (batch: Batch, options: T) => Tensor | Promise<Tensor>;

/** The part of an attack that differs from its siblings. */
export type AttackDefinition<T> = WhiteBoxDefinition<T> | BlackBoxDefinition<T>;

interface WhiteBoxDefinition<T> extends SharedDefinition<T> {
  readonly access: 'white-box';
  readonly perturb: Perturb<AttackedBatch, T>;
}

interface BlackBoxDefinition<T> extends SharedDefinition<T> {
  readonly access: 'black-box';
  readonly perturb: Perturb<QueriedBatch, T>;
}

const norms = oneOf('linf', 'l2', 'l1', 'l0');

/** A norm, or a function that chooses one. */
const normLimit: Limit = {
  ...norms,
  expected: `${norms.expected}, or a function of the options that returns one`,
  holds: (value) => typeof value === 'function' || norms.holds(value),
};

const limits: LimitsOf<AttackDefinition<Record<never, never>>> = {
  name: required(text),
  norm: required(normLimit),
  access: required(oneOf('white-box', 'black-box')),
  perturb: required(callback),
  defaults: required(jsonRecord),
  limits: record,
  decisionBased: flag,
  minimal: flag,
  validate: callback,
  validateModel: callback,
  validateSplit: callback,
  forInputs: callback,
  restarts: callback,
  parameters: callback,
  warnings: callback,
  code: text,
};

/**
 * Makes an attack from its definition. The wrapper does what all attacks share: validation of options and epsilon, batches,
 * seeding, clipping to the ball and the input range, restarts on unbroken inputs, checking success by predicting again,
 * progress, and rejecting NaN.
 *
 * @returns the attack with its default options
 * @throws InvalidOptionError if a part of the definition is missing or has another type
 * @example
 * export const pgd = defineAttack({ name: 'pgd', norm: 'linf', access: 'white-box', defaults: { steps: 40 }, perturb });
 * pgd.with({ steps: 100 });
 */
export function defineAttack<T extends OptionsOf<T>>(
  definition: WhiteBoxDefinition<T>,
): ConfigurableAttack<T, 'white-box'>;
export function defineAttack<T extends OptionsOf<T>>(
  definition: BlackBoxDefinition<T>,
): ConfigurableAttack<T, 'black-box'>;
export function defineAttack<T extends OptionsOf<T>>(definition: AttackDefinition<T>): ConfigurableAttack<T>;
export function defineAttack<T extends OptionsOf<T>>(definition: AttackDefinition<T>): ConfigurableAttack<T> {
  const checked = checkOptions('defineAttack', definition, limits);
  const attack = configure(checked, checked.defaults);
  isNotCalled('an attack', attack);
  return attack;
}

/** @param origin - the attack with its default options. @defaultValue this one */
function configure<T extends OptionsOf<T>>(
  definition: AttackDefinition<T>,
  options: T,
  origin?: object,
): ConfigurableAttack<T> {
  const { name, access, decisionBased = false, minimal = false } = definition;
  definition.validate?.(options);
  const norm = typeof definition.norm === 'function' ? definition.norm(options) : definition.norm;
  demand(name, 'the norm', norm, norms);
  const restarts = (classes: number): number => {
    checkClasses(name, classes);
    return definition.restarts?.(options, classes) ?? 1;
  };
  const forInputs = (positions: ArrayLike<number>): ConfigurableAttack<T> =>
    configure(definition, definition.forInputs?.(options, positions) ?? options, originOf(attack));
  const perturb = definition.perturb as Perturb<QueriedBatch, T>; // `run` passes a network to white-box attacks

  const craft = async (given: QueriedBatch): Promise<Tensor> => {
    const batch = checkedBatch(name, access, given);
    checkEpsilon(name, batch.epsilon, norm, batch.classifier, { allowZero: true, allowInfinity: minimal });
    definition.validateModel?.(batch.classifier, options);
    const candidates = await perturb(batch, options);
    try {
      return bounded(candidates, batch, norm, minimal);
    } finally {
      if (candidates !== batch.x) candidates.dispose();
    }
  };

  const attack: ConfigurableAttack<T> = {
    name,
    norm,
    access,
    decisionBased,
    minimal,
    restarts,
    options: options as JsonObject & T,
    code: definition.code === undefined ? String(perturb) : `${String(perturb)}\n${definition.code}`,
    parameters: (epsilon, inputRange = [0, 1]) => {
      checkRadius(name, epsilon, inputRange);
      return (definition.parameters?.(options, epsilon, inputRange) ?? options) as JsonObject;
    },
    warnings: (epsilon) => {
      checkRadius(name, epsilon);
      return definition.warnings?.(options, epsilon) ?? [];
    },
    with: (changes) =>
      configure(definition, resolveOptions(name, options, changes, definition.limits), originOf(attack)),
    ...(definition.forInputs?.(options, []) && { forInputs }),
    craft,
    run: (model, split, settings) =>
      runAttack(
        {
          name,
          norm,
          access,
          decisionBased,
          minimal,
          attempts: (classes) => attemptsOf({ name, access, craft }, restarts(classes)),
          validate: (attacked) => definition.validateSplit?.(attacked, options),
        },
        model,
        split,
        settings,
      ),
  };
  return derived(attack, origin);
}
