// These packages are CommonJS. An ordinary import scans their source for names first, which takes longer than to load them.
// @ts-expect-error -- not erasable: the compiler turns it into a call of require
import core = require('@tensorflow/tfjs-core');
// @ts-expect-error -- as above
import layers = require('@tensorflow/tfjs-layers');

export { core as tf, layers as tfl };
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
