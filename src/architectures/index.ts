import { leNet1 } from './le-net1.ts';
import { leNet5 } from './le-net5.ts';
import { multilayerPerceptron } from './multilayer-perceptron.ts';

/** The architectures by name. */
export const architectures = { leNet1, leNet5, multilayerPerceptron };

export { leNet1, leNet5, multilayerPerceptron };
export type { Architecture, ArchitectureOptions, ConfigurableArchitecture } from './contract.ts';
export type { MultilayerPerceptron, MultilayerPerceptronOptions } from './multilayer-perceptron.ts';
