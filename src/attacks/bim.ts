import { defineAscent } from './ascent/ascent.ts';
import type { Target } from './frame/target.ts';

export interface BimOptions {
  /** Gradient steps. @defaultValue 10 */
  readonly steps: number;
  /** Step size, in units of the input. @defaultValue 2.5 epsilon / steps: 2 / 255 at 8 / 255, as in torchattacks */
  readonly stepSize: number | null;
  /** Norm of the ball. A step follows the sign of the gradient in L-inf, the gradient itself in L2. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /**
   * The class to reach: its number, an array with one class per input, or 'least-likely' or 'second-likely', as predicted for the
   * clean input. An input counts as broken at any class but its label. @defaultValue 'none': any class but the label
   */
  readonly target: Target;
}

/**
 * Basic iterative method: gradient steps from the clean input, inside the ball.
 *
 *   x_0 = x,   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t))
 *
 * Deviation: the number of steps is fixed; the paper's min(epsilon + 4, 1.25 · epsilon) assumes steps of one grey level.
 * @throws InvalidModelError if a target is set and the model has two classes; InvalidOptionError if the model lacks the target
 *   class
 * @see Kurakin et al. 2017, arXiv:1607.02533, section 2.2 (2.3 for the least likely class)
 */
export const bim = defineAscent<BimOptions>({
  name: 'bim',
  defaults: { steps: 10, stepSize: null, norm: 'linf', target: 'none' },
  stepSize: (epsilon, { steps }) => epsilon / (steps / 2.5),
});
