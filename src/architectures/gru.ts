import { gruAfterProduct } from '../engine/corrections/gru-reset-after.ts';
import { tfl } from '../engine/tensors.ts';
import { flag } from '../options.ts';
import type { ConfigurableArchitecture } from './contract.ts';
import { recurrentNetwork, type RecurrentOptions } from './recurrence/recurrent-network.ts';

/** Options of `gru`. */
export interface GruOptions extends RecurrentOptions {
  /**
   * Whether the reset gate is applied after the product with the states, as in PyTorch, and in Keras by default; otherwise before it, as
   * in the paper. @defaultValue true
   */
  readonly resetAfter?: boolean;
}

/** The GRU with its hyper-parameters; `with` returns a variant. */
export type Gru = ConfigurableArchitecture<GruOptions>;

/**
 * Gated recurrent units on texts: the embedding of the tokens, GRU layers, dropout of the last state, logits. Padding is skipped wherever it
 * stands, unless the encoder says otherwise.
 *
 *   z, r = σ(x W + h U + b),   h' = z h + (1 − z) tanh(x W_h + b_h + r (h U_h + c_h)),   or … + (r h) U_h) without `resetAfter`
 *
 * Items are token ids [length], with the encoder of their data set; the outputs are logits. Biases start at 0; kernels of inputs are drawn
 * after Glorot and Bengio, those of states are orthogonal, embeddings are U(−0.05, 0.05).
 * @throws InvalidOptionError from `with`, if an option is unknown or out of range
 * @see Cho et al. 2014, arXiv:1406.1078, eq. 5 to 8
 */
export const gru: Gru = recurrentNetwork({
  name: 'gru',
  own: { resetAfter: true },
  limits: { resetAfter: flag },
  layer: (settings, { resetAfter }) => (resetAfter ? gruAfterProduct(settings) : tfl.layers.gru(settings)),
});
