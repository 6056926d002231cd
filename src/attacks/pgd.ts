import { InvalidOptionError } from '../errors.ts';
import { integerFrom } from '../options.ts';
import { defineAscent, type AscentDefinition } from './ascent/ascent.ts';
import { ballStart } from './ascent/random-start.ts';
import type { Target } from './frame/target.ts';

export interface PgdOptions {
  /** Gradient steps. @defaultValue 40 */
  readonly steps: number;
  /** Step size, in units of the input. @defaultValue 2.5 epsilon / steps, so steps can cross the ball; see `madry2018` */
  readonly stepSize: number | null;
  /** Start from a random point of the ball instead of the clean input. @defaultValue true */
  readonly randomStart: boolean;
  /** Number of attempts; each attacks only unbroken inputs. More than one attempt needs a random start. @defaultValue 1 */
  readonly restarts: number;
  /** Norm of the ball. A step follows the sign of the gradient in L-inf, the gradient itself in L2. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /**
   * The class to reach: its number, an array with one class per input, or 'least-likely' or 'second-likely', as predicted for the
   * clean input. An input counts as broken at any class but its label. @defaultValue 'none': any class but the label
   */
  readonly target: Target;
}

const definition: AscentDefinition<PgdOptions> = {
  name: 'pgd',
  defaults: { steps: 40, stepSize: null, randomStart: true, restarts: 1, norm: 'linf', target: 'none' },
  limits: { restarts: integerFrom(1, 10_000) },
  validate: ({ randomStart, restarts }) => {
    if (restarts > 1 && !randomStart) {
      throw new InvalidOptionError(
        `pgd: restarts is ${restarts} without a random start.\n` +
          'Expected 1, because all restarts would be the same.\nPass { randomStart: true }, or omit restarts.',
      );
    }
  },
  restarts: ({ restarts }) => restarts,
  stepSize: (epsilon, { steps }) => epsilon / (steps / 2.5),
  reach: ({ randomStart }) => (randomStart ? 2 : 1),
  start: (batch, { randomStart, norm }) => (randomStart ? ballStart(batch, norm) : batch.x.clone()),
};

/**
 * Projected gradient descent on the negative loss.
 *
 *   x_0 ~ uniform in the ball,   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t))     (L-inf)
 *                                x_{t+1} = clip(x_t + stepSize · g / ‖g‖₂), g = dL/dx_t     (L2)
 *
 * By default the steps add up to 2.5 epsilon, so every point of the ball is within reach of every start.
 *
 * Deviation: the first point that breaks an input counts. With `dropBroken: false`, and in adversarial training, the last
 * point counts, as in torchattacks and Foolbox.
 * @throws InvalidModelError if a target is set and the model has two classes; InvalidOptionError if the model lacks the target
 *   class
 * @see Madry et al. 2018, arXiv:1706.06083, section 2.1; section 5 for the step size, that of its attacks in L2
 */
export const pgd = defineAscent<PgdOptions>(definition);

/**
 * PGD in the setting of Madry et al. 2018 for MNIST: 40 steps of epsilon / 30, which is 0.01 at 0.3. Guo et al. 2021 train with
 * it. The steps add up to 4/3 epsilon, so points on the far side of a random start are out of reach; measurements say so.
 *
 * @see Madry et al. 2018, arXiv:1706.06083, section 5; Guo et al. 2021, arXiv:2112.02542, section 4.3
 */
export const madry2018 = defineAscent<PgdOptions>({ ...definition, stepSize: (epsilon) => epsilon / 30 });
