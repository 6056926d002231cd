/**
 * Entry point for authors of architectures and attacks: the layers API of TensorFlow.js in the copy that this package uses, its
 * tensor operations as `tf`, and the network of a classifier. Start the engine before creating the first layer. Pass a seed to
 * every initialiser; without one it draws different weights in every run.
 *
 * @module
 * @example
 * import { classifier, startEngine } from 'vitest-dnn';
 * import { initializers, layers, sequential } from 'vitest-dnn/layers';
 *
 * await startEngine();
 * const kernelInitializer = initializers.heUniform({ seed: 1 });
 * const dense = layers.dense({ units: 10, inputShape: [784], kernelInitializer });
 * const linear = classifier(sequential({ name: 'linear', layers: [dense] }));
 */
export * from './engine/layers-api.ts';
export { tf } from './engine/tensors.ts';
export type {
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Tensor5D,
  TensorContainer,
  Variable,
} from './engine/tensors.ts';
export type { ForwardOptions, Network } from './models/network/contract.ts';
export type { Layer } from './models/network/layers.ts';
export { networkOf } from './models/network/network-of.ts';
