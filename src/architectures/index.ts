import { gru } from './gru.ts';
import { leNet1 } from './le-net1.ts';
import { leNet5 } from './le-net5.ts';
import { lstm } from './lstm.ts';
import { multilayerPerceptron } from './multilayer-perceptron.ts';

/** The architectures by name. */
export const architectures = { leNet1, leNet5, multilayerPerceptron, lstm, gru };

export { gru, leNet1, leNet5, lstm, multilayerPerceptron };
export type { Architecture, ArchitectureOptions, ConfigurableArchitecture } from './contract.ts';
export type { MultilayerPerceptron, MultilayerPerceptronOptions } from './multilayer-perceptron.ts';
export type { Lstm, LstmOptions } from './lstm.ts';
export type { Gru, GruOptions } from './gru.ts';
export type { RecurrentOptions } from './recurrence/recurrent-network.ts';
