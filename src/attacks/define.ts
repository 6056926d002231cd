import type { Tensor } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import { resolveOptions } from '../options.ts';
import type { Limits, OptionsOf } from '../options.ts';
import { attemptsOf } from './frame/attempts.ts';
import { checkEpsilon } from '../norms/epsilon.ts';
import { bounded } from './frame/judge.ts';
import type { AttackedBatch, ConfigurableAttack, QueriedBatch, QueriedModel } from './contract.ts';
import type { Norm } from '../norms/norm.ts';
import { runAttack } from './frame/run.ts';

interface SharedDefinition<T> {
  readonly name: string;
  /** The norm whose ball of radius epsilon holds the candidates; a function where an option chooses it. */
  readonly norm: Norm | ((options: T) => Norm);
  /** Whether it looks for the smallest perturbation, and leaves epsilon to the judge. @defaultValue false */
  readonly minimal?: boolean;
  /** Every option with its default; null for a number that follows from epsilon. */
  readonly defaults: T;
  /** What an option may be beyond having the type of its default. */
  readonly limits?: Limits<T>;
  /** Demands on options together; throws InvalidOptionError. */
  readonly validate?: (options: T) => void;
  /** Demands on the model, such as enough classes; throws InvalidModelError or InvalidOptionError. */
  readonly validateModel?: (model: QueriedModel, options: T) => void;
  /** How often inputs that still stand are attacked anew, on a model of so many classes. @defaultValue once */
  readonly restarts?: (options: T, classes: number) => number;
  /** The options with what follows from epsilon worked out. @defaultValue the options */
  readonly parameters?: (options: T, epsilon: number) => T;
  /** Source text that decides the candidates, where the text of `perturb` is that of several attacks. @defaultValue none */
  readonly code?: string;
}

/**
 * Candidates [batch, ...itemShape] for a batch, which are clipped to the ball and the input range and judged by predicting
 * again; those of a minimal attack that lie outside the ball do not count.
 *
 * It may await, so that no `tf.tidy` can stand around it: it frees what it makes but for the tensor that it returns.
 * `tf.tidy` around whatever does not await does that, and so does `pursue`, the loop that iterative attacks share.
 */
type Perturb<Batch, T> = (batch: Batch, options: T) => Tensor | Promise<Tensor>;

/** What makes an attack this attack; the rest is shared. */
export type AttackDefinition<T> = SharedDefinition<T> &
  (
    | { readonly access: 'white-box'; readonly perturb: Perturb<AttackedBatch, T> }
    | { readonly access: 'black-box'; readonly perturb: Perturb<QueriedBatch, T> }
  );

/**
 * Makes an attack of its definition. The wrapper owns what all attacks share: validation of options and epsilon, batches,
 * seeding, clipping to the ball and the input range, restarts on what still stands, judging by predicting again,
 * progress and the refusal of NaN.
 *
 * @example
 * export const pgd = defineAttack({ name: 'pgd', norm: 'linf', access: 'white-box', defaults: { steps: 40 }, perturb });
 * pgd.with({ steps: 100 });
 */
export function defineAttack<T extends OptionsOf<T>>(definition: AttackDefinition<T>): ConfigurableAttack<T> {
  return configure(definition, definition.defaults);
}

function configure<T extends OptionsOf<T>>(definition: AttackDefinition<T>, options: T): ConfigurableAttack<T> {
  const { name, access, minimal = false } = definition;
  definition.validate?.(options);
  const norm = typeof definition.norm === 'function' ? definition.norm(options) : definition.norm;
  const restarts = (classes: number): number => definition.restarts?.(options, classes) ?? 1;
  const perturb = definition.perturb as Perturb<QueriedBatch, T>; // `run` gives gradients to those who follow them

  const craft = async (batch: QueriedBatch): Promise<Tensor> => {
    checkEpsilon(name, batch.epsilon, norm, batch.classifier, { allowZero: true });
    definition.validateModel?.(batch.classifier, options);
    const candidates = await perturb(batch, options);
    try {
      return bounded(candidates, batch, norm, minimal);
    } finally {
      if (candidates !== batch.x) candidates.dispose();
    }
  };

  return {
    name,
    norm,
    access,
    minimal,
    restarts,
    options: options as JsonObject & T,
    code: definition.code === undefined ? String(perturb) : `${String(perturb)}\n${definition.code}`,
    parameters: (epsilon) => (definition.parameters?.(options, epsilon) ?? options) as JsonObject,
    with: (changes) => configure(definition, resolveOptions(name, options, changes, definition.limits)),
    craft,
    run: (model, split, settings) =>
      runAttack(
        { name, norm, access, attempts: (classes) => attemptsOf({ name, access, craft }, restarts(classes)) },
        model,
        split,
        settings,
      ),
  };
}
