import { oneOf } from '../options.ts';
import { defineAcquisition } from './define.ts';

export interface ExpectedGradientLengthOptions {
  /** Variables of the gradient; `'lastLayer'` means the parameters of the last layer only. @defaultValue 'parameters' */
  readonly of: 'parameters' | 'inputs' | 'lastLayer';
}

/**
 * Expected gradient length: query inputs whose labels would change the model most.
 *
 *   a(x) = Σ_c p(c|x) ‖∇_θ J(x, c)‖₂      (J the cross-entropy)
 *
 * For inputs the gradient is ∇_x. For the last layer it is the gradient with respect to the weights of the last layer that has a
 * kernel: for z = h W + b the summand is p_c ‖p − e_c‖ √(‖h‖² + 1). If an activation, a normalisation or other layers follow, or
 * the layer is applied several times, the gradient passes through them.
 *
 * Needs `gradientLengths` [pool]; scores [pool]. Each gradient belongs to a single input and is exact to single precision.
 * @see Guo et al. 2021, eq. 11 (parameters); Hu et al. 2021, eq. 3 (inputs); Settles et al. 2007, NeurIPS
 */
export const expectedGradientLength = defineAcquisition({
  name: 'expectedGradientLength',
  needs: ({ of }) => ({ gradientLengths: { of } }),
  defaults: { of: 'parameters' } as ExpectedGradientLengthOptions,
  limits: { of: oneOf('parameters', 'inputs', 'lastLayer') },
  score: ({ gradientLengths }) => gradientLengths,
});
