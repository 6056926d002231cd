import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import { resolveOptions } from '../options.ts';
import type { Limits, OptionsOf } from '../options.ts';
import { checkEpsilon, clipToBall } from './ball.ts';
import type { Attack, AttackedBatch, ConfigurableAttack, Norm } from './contract.ts';
import { runAttack } from './run.ts';

/** What makes an attack this attack; the rest is shared. */
export interface AttackDefinition<T> {
  readonly name: string;
  /** The norm whose ball of radius epsilon holds the candidates. */
  readonly norm: Norm;
  /** Whether it needs gradients, or predictions only. */
  readonly access: 'white-box' | 'black-box';
  /** Every option with its default; null for a number that follows from epsilon. */
  readonly defaults: T;
  /** What an option may be beyond having the type of its default. */
  readonly limits?: Limits<T>;
  /** Demands on options together; throws InvalidOptionError. */
  readonly validate?: (options: T) => void;
  /** How often inputs that still stand are attacked anew. @defaultValue once */
  readonly restarts?: (options: T) => number;
  /** The options with what follows from epsilon worked out. @defaultValue the options */
  readonly parameters?: (options: T, epsilon: number) => T;
  /**
   * Candidates [batch, ...itemShape] for a batch. Runs inside a tidy; what it returns is clipped to the ball and the
   * input range and judged by predicting again.
   */
  readonly perturb: (batch: AttackedBatch, options: T) => Tensor;
}

/**
 * Makes an attack of its definition. The wrapper owns what all attacks share: validation of options and epsilon, batches,
 * seeding, clipping to the ball and the input range, restarts on what still stands, judging by predicting again,
 * disposal, progress and the refusal of NaN.
 *
 * @example
 * export const pgd = defineAttack({ name: 'pgd', norm: 'linf', access: 'white-box', defaults: { steps: 40 }, perturb });
 * pgd.with({ steps: 100 });
 */
export function defineAttack<T extends OptionsOf<T>>(definition: AttackDefinition<T>): ConfigurableAttack<T> {
  return configure(definition, definition.defaults);
}

function configure<T extends OptionsOf<T>>(definition: AttackDefinition<T>, options: T): ConfigurableAttack<T> {
  const { name, norm, access, perturb } = definition;
  definition.validate?.(options);

  const craft: Attack['craft'] = (batch) => {
    checkEpsilon(name, batch.epsilon, norm, batch.classifier);
    return tf.tidy(() => {
      const candidates = perturb(batch, options);
      const clipped = clipToBall(candidates, batch.x, batch.epsilon, norm, batch.classifier.inputRange);
      return tf.keep(tf.add(clipped, tf.mul(candidates, 0))); // clipping swallows NaN on WebAssembly; this brings it back
    });
  };

  return {
    name,
    norm,
    access,
    options: options as JsonObject,
    code: String(perturb),
    parameters: (epsilon) => (definition.parameters?.(options, epsilon) ?? options) as JsonObject,
    with: (changes) => configure(definition, resolveOptions(name, options, changes, definition.limits)),
    craft,
    run: (classifier, split, settings) => {
      return runAttack(
        { name, norm, craft, restarts: definition.restarts?.(options) ?? 1 },
        classifier,
        split,
        settings,
      );
    },
  };
}
