import { integerFrom, positive } from '../options.ts';
import { defineAcquisition } from './define.ts';

export interface AdversarialBimOptions {
  /** Size of a step, in units of the input. @defaultValue 0.05 */
  readonly step: number;
  /** The most steps, after which an input counts as farther than any other. @defaultValue 50 */
  readonly steps: number;
}

/**
 * Adversarial BIM: query what a few steps along the sign of the gradient bring into another class.
 *
 *   a(x) = −‖x_t − x‖₂,   x_{t+1} = x_t + step · sign ∇_x L(f(x_t), c),   c predicted at x, t the first with another class
 *
 * Needs `bimDistances` [pool]; scores [pool].
 * @see Kurakin et al. 2017, arXiv:1607.02533; Zhan et al. 2022, arXiv:2203.13450, whose code has no limit on the steps
 */
export const adversarialBim = defineAcquisition({
  name: 'adversarialBim',
  needs: ({ step, steps }) => ({ bimDistances: { step, steps } }),
  defaults: { step: 0.05, steps: 50 } as AdversarialBimOptions,
  limits: { step: positive, steps: integerFrom(1) },
  score: ({ bimDistances }) => bimDistances.map((distance) => 0 - distance),
});
