import { defineAscent } from './ascent/ascent.ts';
import type { Target } from './frame/target.ts';

export interface FgsmOptions {
  /** The ball. In L2 the step goes along the gradient itself: the fast gradient method. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /** The class to be taken for. @defaultValue 'none': any but the label */
  readonly target: Target;
}

/**
 * Fast gradient sign method: one step to the border of the ball.
 *
 *   x' = clip(x + epsilon · sign(dL/dx)),   L the cross-entropy of the logits, sign(0) = 0
 *   x' = clip(x + epsilon · g / ‖g‖₂),      g = dL/dx, in L2
 *
 * Throws InvalidModelError on a target where the model has two classes; InvalidOptionError on a class that it does not have.
 *
 * @see Goodfellow et al. 2015, arXiv:1412.6572, section 4
 */
export const fgsm = defineAscent<FgsmOptions>({
  name: 'fgsm',
  defaults: { norm: 'linf', target: 'none' },
  stepSize: (epsilon) => epsilon,
});
