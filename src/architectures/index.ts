import { gru } from './gru.ts';
import { leNet1 } from './le-net1.ts';
import { leNet5 } from './le-net5.ts';
import { lstm } from './lstm.ts';
import { multilayerPerceptron } from './multilayer-perceptron.ts';
import { textCnn } from './text-cnn.ts';

/** The architectures by name. */
export const architectures = { leNet1, leNet5, multilayerPerceptron, lstm, gru, textCnn };

export { gru, leNet1, leNet5, lstm, multilayerPerceptron, textCnn };
export type { Architecture, ArchitectureOptions, ConfigurableArchitecture } from './contract.ts';
export type { MultilayerPerceptron, MultilayerPerceptronOptions } from './multilayer-perceptron.ts';
export type { Lstm, LstmOptions } from './lstm.ts';
export type { Gru, GruOptions } from './gru.ts';
export type { RecurrentOptions } from './recurrence/recurrent-network.ts';
export type { TextCnn, TextCnnOptions } from './text-cnn.ts';
