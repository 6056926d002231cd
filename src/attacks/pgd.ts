import { InvalidOptionError } from '../errors.ts';
import { integerFrom } from '../options.ts';
import { defineAscent } from './ascent/ascent.ts';
import { ballStart } from './ascent/random-start.ts';
import type { Target } from './frame/target.ts';

export interface PgdOptions {
  /** Gradient steps. @defaultValue 40 */
  readonly steps: number;
  /** Step size, in units of the input. @defaultValue epsilon / 30: 0.01 at 0.3, as in Madry 2018 and Guo 2021 */
  readonly stepSize: number | null;
  /** Start from a random point of the ball instead of the clean input. @defaultValue true */
  readonly randomStart: boolean;
  /** Number of attempts; each attacks only unbroken inputs. More than one attempt needs a random start. @defaultValue 1 */
  readonly restarts: number;
  /** Norm of the ball. A step follows the sign of the gradient in L-inf, the gradient itself in L2. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /** The class to reach. @defaultValue 'none': any class but the label */
  readonly target: Target;
}

/**
 * Projected gradient descent on the negative loss.
 *
 *   x_0 ~ uniform in the ball,   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t))     (L-inf)
 *                                x_{t+1} = clip(x_t + stepSize · g / ‖g‖₂), g = dL/dx_t     (L2)
 *
 * Deviation: the first point that breaks an input counts. With `dropBroken: false`, and in adversarial training, the last
 * point counts, as in torchattacks and Foolbox.
 * @throws InvalidModelError if a target is set and the model has two classes; InvalidOptionError if the model lacks the target
 *   class
 * @see Madry et al. 2018, arXiv:1706.06083, section 2.1
 */
export const pgd = defineAscent<PgdOptions>({
  name: 'pgd',
  defaults: { steps: 40, stepSize: null, randomStart: true, restarts: 1, norm: 'linf', target: 'none' },
  limits: { restarts: integerFrom(1) },
  validate: ({ randomStart, restarts }) => {
    if (restarts > 1 && !randomStart) {
      throw new InvalidOptionError(
        `pgd: restarts is ${restarts} without a random start.\n` +
          'Expected 1, because all restarts would be the same.\nPass { randomStart: true }, or omit restarts.',
      );
    }
  },
  restarts: ({ restarts }) => restarts,
  stepSize: (epsilon) => epsilon / 30,
  start: (batch, { randomStart, norm }) => (randomStart ? ballStart(batch, norm) : batch.x.clone()),
});
