import { defineAscent } from './ascent/ascent.ts';
import type { Target } from './frame/target.ts';

export interface BimOptions {
  /** Gradient steps. @defaultValue 10 */
  readonly steps: number;
  /** Length of a step in units of the input. @defaultValue epsilon / 4: 2 / 255 at 8 / 255, as in torchattacks */
  readonly stepSize: number | null;
  /** The ball, and with it the step: along the sign of the gradient or, in L2, along itself. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /** The class to be taken for. @defaultValue 'none': any but the label */
  readonly target: Target;
}

/**
 * Basic iterative method: gradient steps from the clean input, inside the ball.
 *
 *   x_0 = x,   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t))
 *
 * Throws InvalidModelError on a target where the model has two classes; InvalidOptionError on a class that it does not have.
 *
 * Deviation: a fixed number of steps; the paper's min(epsilon + 4, 1.25 · epsilon) counts grey levels with a step of one.
 * @see Kurakin et al. 2017, arXiv:1607.02533, section 2.2 (2.3 for the least likely class)
 */
export const bim = defineAscent<BimOptions>({
  name: 'bim',
  defaults: { steps: 10, stepSize: null, norm: 'linf', target: 'none' },
  stepSize: (epsilon) => epsilon / 4,
});
