export * as tf from '@tensorflow/tfjs-core';
export * as tfl from '@tensorflow/tfjs-layers';
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
} from '@tensorflow/tfjs-core';
export type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
