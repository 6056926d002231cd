import { defineAscent } from './ascent/ascent.ts';
import type { Target } from './frame/target.ts';

export interface FgsmOptions {
  /** The norm of the ball. In L2 the step follows the gradient itself: the fast gradient method. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /**
   * The class to reach: its number, an array with one class per input, or 'least-likely' or 'second-likely', as predicted for the
   * clean input. An input counts as broken at any class but its label. @defaultValue 'none': any class but the label
   */
  readonly target: Target;
}

/**
 * Fast gradient sign method: one step to the border of the ball.
 *
 *   x' = clip(x + epsilon · sign(dL/dx)),   L the cross-entropy of the logits, sign(0) = 0
 *   x' = clip(x + epsilon · g / ‖g‖₂),      g = dL/dx, in L2
 *
 * @throws InvalidModelError if a target is set and the model has two classes; InvalidOptionError if the model lacks the target
 *   class
 * @see Goodfellow et al. 2015, arXiv:1412.6572, section 4
 */
export const fgsm = defineAscent<FgsmOptions>({
  name: 'fgsm',
  defaults: { norm: 'linf', target: 'none' },
  stepSize: (epsilon) => epsilon,
});
