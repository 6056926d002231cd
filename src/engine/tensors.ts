import { createRequire } from 'node:module';

// These packages are CommonJS. An ordinary import scans their source for names first, which takes longer than to load them. Vite makes
// the two imports below calls of this function; the compiler brings its own, and sees this one unused.
// @ts-expect-error -- see above
// oxlint-disable-next-line no-unused-vars -- see above
const require = createRequire(import.meta.url);
// @ts-expect-error -- not erasable
import core = require('@tensorflow/tfjs-core');
// @ts-expect-error -- not erasable
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
