import { InvalidOptionError } from '../errors.ts';
import { integerFrom } from '../options.ts';
import { ascend, ascentLimits } from './ascent/ascent.ts';
import { defineAttack } from './define.ts';
import { checkTarget, type Target } from './frame/target.ts';
import { ballStart } from './ascent/random-start.ts';

export interface PgdOptions {
  /** Gradient steps. @defaultValue 40 */
  readonly steps: number;
  /** Length of a step in units of the input. @defaultValue epsilon / 30: 0.01 at 0.3, as in Madry 2018 and Guo 2021 */
  readonly stepSize: number | null;
  /** Start from a uniformly random point of the ball, not from the clean input. @defaultValue true */
  readonly randomStart: boolean;
  /** Attempts; each attacks only the inputs that still stand. More than one needs a random start. @defaultValue 1 */
  readonly restarts: number;
  /** The ball, and with it the step: along the sign of the gradient or, in L2, along itself. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /** The class to be taken for. @defaultValue 'none': any but the label */
  readonly target: Target;
}

/**
 * Projected gradient descent on the negative loss.
 *
 *   x_0 ~ uniform in the ball,   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t))     (L-inf)
 *                                x_{t+1} = clip(x_t + stepSize · g / ‖g‖₂), g = dL/dx_t     (L2)
 *
 * Throws InvalidModelError on a target where the model has two classes; InvalidOptionError on a class that it does not have.
 *
 * Deviation: the first point on the way that breaks an input counts. With `dropBroken: false`, and in adversarial training,
 * it is the last one, as in torchattacks and Foolbox.
 * @see Madry et al. 2018, arXiv:1706.06083, section 2.1
 */
export const pgd = defineAttack<PgdOptions>({
  name: 'pgd',
  norm: ({ norm }) => norm,
  access: 'white-box',
  defaults: { steps: 40, stepSize: null, randomStart: true, restarts: 1, norm: 'linf', target: 'none' },
  limits: { ...ascentLimits, restarts: integerFrom(1) },
  validate: ({ randomStart, restarts }) => {
    if (restarts > 1 && !randomStart) {
      throw new InvalidOptionError(
        `pgd: restarts is ${restarts} without a random start.\nExpected 1, because every restart would do the same.`,
      );
    }
  },
  validateModel: (model, { target }) => checkTarget('pgd', target, model),
  restarts: ({ restarts }) => restarts,
  parameters: (options, epsilon) => ({ ...options, stepSize: stepSizeAt(options, epsilon) }),
  perturb: (batch, options) =>
    ascend(batch, {
      ...options,
      stepSize: stepSizeAt(options, batch.epsilon),
      start: options.randomStart ? () => ballStart(batch, options.norm) : undefined,
    }),
});

function stepSizeAt({ stepSize }: PgdOptions, epsilon: number): number {
  return stepSize ?? epsilon / 30;
}
