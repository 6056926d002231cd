import { tf } from '../engine/tensors.ts';
import { integerFrom, oneOf, positive } from '../options.ts';
import { defineAttack } from './define.ts';
import { nearestCrossing } from '../boundaries/nearest-crossing.ts';

export interface DeepFoolOptions {
  /** The norm that measures the distance to the boundaries. @defaultValue 'l2' */
  readonly norm: 'l2' | 'linf';
  /** Maximum number of steps per input. @defaultValue 50 */
  readonly steps: number;
  /** Overshoot beyond a boundary, as a share of the sum of all steps. @defaultValue 0.02 */
  readonly overshoot: number;
  /** Number of classes considered: the most probable ones at the start, the label included. @defaultValue 10 */
  readonly candidates: number;
}

/**
 * DeepFool: the smallest perturbation that changes the predicted class, by steps to the nearest boundary of the linearised
 * network.
 *
 *   f_k = z_k - z_y,   w_k = ∂f_k/∂x,   k = argmin_k |f_k| / ‖w_k‖   (‖·‖₂ for L2, ‖·‖₁ for L-inf)
 *   L2:     r += (|f_k| / ‖w_k‖₂ + η) w_k / ‖w_k‖₂          L-inf:  r += (|f_k| / ‖w_k‖₁ + η) sign(w_k)
 *   x_{t+1} = clip(x + (1 + overshoot) r)
 *
 * z are the logits and y is the label. The search ignores epsilon; a perturbation larger than epsilon does not count.
 *
 * Deviations, as in Foolbox: classes are ranked once, η (1e-4 of the width of the input range) is added to the distance of every
 * step, and the overshoot applies to the sum of all steps during the search, not once at the end.
 * @see Moosavi-Dezfooli et al. 2016, arXiv:1511.04599, algorithm 2
 */
export const deepFool = defineAttack<DeepFoolOptions>({
  name: 'deepFool',
  norm: ({ norm }) => norm,
  access: 'white-box',
  minimal: true,
  defaults: { norm: 'l2', steps: 50, overshoot: 0.02, candidates: 10 },
  limits: { norm: oneOf('l2', 'linf'), steps: integerFrom(1), overshoot: positive, candidates: integerFrom(2) },
  perturb: async ({ classifier, x, y }, options) => {
    const [inputs, labels] = await Promise.all([x.data(), y.data()]);
    const { adversarial } = await nearestCrossing(classifier, inputs as Float32Array, { ...options, labels });
    return tf.tensor(adversarial, x.shape);
  },
});
