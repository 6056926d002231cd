import { oneOf } from '../options.ts';
import { defineAcquisition } from './define.ts';

export interface ExpectedGradientLengthOptions {
  /** With respect to what the gradient is taken; `lastLayer` are the parameters of the last layer alone. @defaultValue 'parameters' */
  readonly of: 'parameters' | 'inputs' | 'lastLayer';
}

/**
 * Expected gradient length: query what would change the model most, were its label known.
 *
 *   a(x) = Σ_c p(c|x) ‖∇_θ J(x, c)‖₂      (J the cross-entropy; of inputs: ∇_x; of the last layer: p_c ‖p − e_c‖ √(‖h‖² + 1))
 *
 * Needs `gradientLengths` [pool]; scores [pool]. Every gradient is that of one input by itself, exact to single precision.
 * @see Guo et al. 2021, eq. 11 (parameters); Hu et al. 2021, eq. 3 (inputs); Settles et al. 2007, NeurIPS
 */
export const expectedGradientLength = defineAcquisition({
  name: 'expectedGradientLength',
  needs: ({ of }) => ({ gradientLengths: { of } }),
  defaults: { of: 'parameters' } as ExpectedGradientLengthOptions,
  limits: { of: oneOf('parameters', 'inputs', 'lastLayer') },
  score: ({ gradientLengths }) => gradientLengths,
});
