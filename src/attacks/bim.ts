import { integerFrom, positive } from '../options.ts';
import { defineAttack } from './define.ts';
import { signedAscent } from './signed-ascent.ts';

export interface BimOptions {
  /** Gradient steps. @defaultValue 10 */
  readonly steps: number;
  /** Length of a step in units of the input. @defaultValue epsilon / 4: 2 / 255 at 8 / 255, as in torchattacks */
  readonly stepSize: number | null;
}

/**
 * Basic iterative method: signed gradient steps from the clean input, inside the L-inf ball.
 *
 *   x_0 = x,   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t))
 *
 * Deviation: a fixed number of steps; the paper's min(epsilon + 4, 1.25 · epsilon) counts grey levels with a step of one.
 * @see Kurakin et al. 2017, arXiv:1607.02533, section 2.2
 */
export const bim = defineAttack<BimOptions>({
  name: 'bim',
  norm: 'linf',
  access: 'white-box',
  defaults: { steps: 10, stepSize: null },
  limits: { steps: integerFrom(1), stepSize: positive },
  parameters: (options, epsilon) => ({ ...options, stepSize: stepSizeAt(options, epsilon) }),
  perturb: (batch, options) => signedAscent(batch, batch.x, options.steps, stepSizeAt(options, batch.epsilon)),
});

function stepSizeAt({ stepSize }: BimOptions, epsilon: number): number {
  return stepSize ?? epsilon / 4;
}
