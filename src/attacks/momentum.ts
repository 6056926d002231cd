import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import { perturbationSize } from '../norms/ball.ts';
import { notNegative } from '../options.ts';
import { defineAscent } from './ascent/ascent.ts';
import type { Target } from './frame/target.ts';

export interface MomentumOptions {
  /** Gradient steps. @defaultValue 10 */
  readonly steps: number;
  /** Step size, in units of the input. @defaultValue epsilon / steps */
  readonly stepSize: number | null;
  /** μ: the share of the velocity that the next step keeps; 1 adds up all gradients, 0 is BIM. @defaultValue 1 */
  readonly decay: number;
  /** Norm of the ball. A step follows the sign of the velocity in L-inf, the velocity itself in L2. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /**
   * The class to reach: its number, an array with one class per input, or 'least-likely' or 'second-likely', as predicted for the
   * clean input. An input counts as broken at any class but its label. @defaultValue 'none': any class but the label
   */
  readonly target: Target;
}

/**
 * Momentum iterative method (MI-FGSM): steps along the accumulated gradients.
 *
 *   v_0 = 0,   v_{t+1} = μ · v_t + g_t / ‖g_t‖₁,   g_t = dL/dx_t
 *   x_0 = x,   x_{t+1} = clip(x_t + stepSize · sign(v_{t+1}))     (in L2 v / ‖v‖₂ instead of the sign)
 *
 * @throws InvalidModelError if a target is set and the model has two classes; InvalidOptionError if the model lacks the target
 *   class
 * @see Dong et al. 2018, arXiv:1710.06081, algorithm 1
 */
export const momentum = defineAscent<MomentumOptions>({
  name: 'momentum',
  defaults: { steps: 10, stepSize: null, decay: 1, norm: 'linf', target: 'none' },
  limits: { decay: notNegative },
  stepSize: (epsilon, { steps }) => epsilon / steps,
  direction: (gradient, velocity, { decay }) => tf.add(tf.mul(velocity, decay), ofLengthOne(gradient)),
});

/** g / ‖g‖₁ per input; 0 if g is 0. */
function ofLengthOne(gradient: Tensor): Tensor {
  return tf.div(gradient, tf.maximum(perturbationSize(gradient, 'l1'), 1e-30));
}
