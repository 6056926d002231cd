import { tfl } from '../engine/tensors.ts';
import type { ConfigurableArchitecture } from './contract.ts';
import { recurrentNetwork, type RecurrentOptions } from './recurrence/recurrent-network.ts';

/** Options of `lstm`. */
export type LstmOptions = RecurrentOptions;

/** The LSTM with its hyper-parameters; `with` returns a variant. */
export type Lstm = ConfigurableArchitecture<LstmOptions>;

/**
 * Long short-term memory on texts: the embedding of the tokens, LSTM layers, dropout of the last state, logits. Padding is skipped wherever
 * it stands, unless the encoder says otherwise.
 *
 *   i, f, o = σ(x W + h U + b),   c' = f c + i tanh(x W_c + h U_c + b_c),   h' = o tanh(c')
 *
 * Items are token ids [length], with the encoder of their data set; the outputs are logits. The bias of the forget gate starts at 1, all
 * other biases at 0; kernels of inputs are drawn after Glorot and Bengio, those of states are orthogonal, embeddings are U(−0.05, 0.05).
 * @throws InvalidOptionError from `with`, if an option is unknown or out of range
 * @see Hochreiter and Schmidhuber 1997, Neural Computation 9(8); Gers et al. 2000 (forget gate); Jozefowicz et al. 2015, section 2.2 (its bias)
 */
export const lstm: Lstm = recurrentNetwork({
  name: 'lstm',
  own: {},
  limits: {},
  layer: (settings) => tfl.layers.lstm({ ...settings, unitForgetBias: true }),
});
