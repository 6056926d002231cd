import { integerFrom, positive } from '../options.ts';
import { defineAcquisition } from './define.ts';

export interface AdversarialBimOptions {
  /** Step size, in units of the input. @defaultValue 0.05 of the width of the input range; 0.05 at an embedding */
  readonly step: number | null;
  /** Maximum number of steps. An input that needs more steps counts as farthest. @defaultValue 50 */
  readonly steps: number;
}

/**
 * Adversarial BIM: query inputs that change class after a few steps along the sign of the gradient.
 *
 *   a(x) = −‖x_t − x‖₂,   x_{t+1} = x_t + step · sign ∇_x L(f(x_t), c)
 *
 * c is the class predicted at x, and t is the first step with another class. Token ids move at their embedding.
 *
 * Needs `bimDistances` [pool]; scores [pool].
 * @see Kurakin et al. 2017, arXiv:1607.02533; Zhan et al. 2022, arXiv:2203.13450, whose code does not limit the steps
 */
export const adversarialBim = defineAcquisition({
  name: 'adversarialBim',
  needs: ({ step, steps }) => ({ bimDistances: { step, steps } }),
  defaults: { step: null, steps: 50 } as AdversarialBimOptions,
  limits: { step: positive, steps: integerFrom(1) },
  score: ({ bimDistances }) => bimDistances.map((distance) => 0 - distance),
});
