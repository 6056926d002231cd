import { InvalidOptionError } from '../errors.ts';
import { integerFrom, positive } from '../options.ts';
import { defineAttack } from './define.ts';
import { signedAscent } from './signed-ascent.ts';
import { uniformStart } from './uniform-start.ts';

export interface PgdOptions {
  /** Gradient steps. @defaultValue 40 */
  readonly steps: number;
  /** Length of a step in units of the input. @defaultValue epsilon / 30: 0.01 at 0.3, as in Madry 2018 and Guo 2021 */
  readonly stepSize: number | null;
  /** Start from a uniformly random point of the ball, not from the clean input. @defaultValue true */
  readonly randomStart: boolean;
  /** Attempts; each attacks only the inputs that still stand. More than one needs a random start. @defaultValue 1 */
  readonly restarts: number;
}

/**
 * Projected gradient descent on the negative loss, in the L-inf ball.
 *
 *   x_0 ~ uniform in the ball,   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t))
 *
 * The last point counts, not the best one on the way, as in torchattacks and Foolbox.
 * @see Madry et al. 2018, arXiv:1706.06083, section 2.1
 */
export const pgd = defineAttack<PgdOptions>({
  name: 'pgd',
  norm: 'linf',
  access: 'white-box',
  defaults: { steps: 40, stepSize: null, randomStart: true, restarts: 1 },
  limits: { steps: integerFrom(1), stepSize: positive, restarts: integerFrom(1) },
  validate: ({ randomStart, restarts }) => {
    if (restarts > 1 && !randomStart) {
      throw new InvalidOptionError(
        `pgd: restarts is ${restarts} without a random start.\nExpected 1, because every restart would do the same.`,
      );
    }
  },
  restarts: ({ restarts }) => restarts,
  parameters: (options, epsilon) => ({ ...options, stepSize: stepSizeAt(options, epsilon) }),
  perturb: (batch, options) => {
    const start = options.randomStart ? uniformStart(batch) : batch.x;
    return signedAscent(batch, start, options.steps, stepSizeAt(options, batch.epsilon));
  },
});

function stepSizeAt({ stepSize }: PgdOptions, epsilon: number): number {
  return stepSize ?? epsilon / 30;
}
