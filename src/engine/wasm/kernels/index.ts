import { registerBatchNormGradient, registerReluGradient } from '../../kernels/gradients.ts';
import { conv2D, fusedConv2D } from './convolution/conv2d.ts';
import { conv2DBackpropFilter } from './convolution/conv2d-backprop-filter.ts';
import { conv2DBackpropInput } from './convolution/conv2d-backprop-input.ts';
import { conv3DBackpropFilter, conv3DBackpropInput } from './convolution/conv3d-gradients.ts';
import {
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
} from './convolution/depthwise-conv2d.ts';
import { filterGradients } from './convolution/filter-gradients.ts';
import { activateEach, activateEachGrad, softplus, tanh } from './elementwise/activations.ts';
import { adamStep } from './elementwise/adam-step.ts';
import { cast, identity, transpose } from './elementwise/copies.ts';
import { clipByValue, reluGrad, sign } from './elementwise/elementwise.ts';
import { type Backend, type Kernel, register } from './kernel.ts';
import { guardAllocator } from './memory.ts';
import { loadKernels } from './module.ts';
import {
  batchNormInputGrad,
  batchNormTraining,
  batchNormTrainingGrad,
  fusedBatchNorm,
} from './normalisation/batch-norm.ts';
import { layerNorm, layerNormInputGrad, layerNormScaleGrad } from './normalisation/layer-norm.ts';
import { avgPool, avgPoolGrad, maxPool, maxPoolGrad } from './pooling.ts';
import { batchMatMul, fusedMatMul } from './product/mat-mul.ts';
import { gru, gruGrad } from './recurrent/gru.ts';
import { lstm, lstmGrad } from './recurrent/lstm.ts';
import { recurrentInputGrad, recurrentKernelGrad } from './recurrent/products.ts';
import { extremeGrad, resizeNearestNeighborGrad } from './rows/extreme-grad.ts';
import { simpleRnn, simpleRnnGrad } from './recurrent/simple-rnn.ts';
import { gather, selectRows } from './rows/gather.ts';
import { add, sum } from './rows/rows.ts';
import { slice, splitV, unpack } from './rows/slices.ts';
import { unsortedSegmentSum } from './rows/unsorted-segment-sum.ts';
import { sequence } from './sequence/sequence.ts';

const kernels = [
  ...[conv2D, fusedConv2D, conv2DBackpropFilter, conv2DBackpropInput, filterGradients],
  ...[batchMatMul, fusedMatMul],
  ...[maxPool, maxPoolGrad, avgPool, avgPoolGrad, reluGrad],
  ...[add, sum, identity, cast, transpose, gather, selectRows],
  ...[fusedBatchNorm, batchNormInputGrad, batchNormTraining, batchNormTrainingGrad],
  ...[simpleRnn, simpleRnnGrad],
  ...[extremeGrad, resizeNearestNeighborGrad],
  ...[activateEach, activateEachGrad, softplus, tanh],
  ...[layerNorm, layerNormInputGrad, layerNormScaleGrad],
  ...[lstm, lstmGrad, gru, gruGrad, recurrentInputGrad, recurrentKernelGrad],
  ...[depthwiseConv2dNative, depthwiseConv2dNativeBackpropFilter, depthwiseConv2dNativeBackpropInput],
  ...[conv3DBackpropFilter, conv3DBackpropInput],
  ...[slice, splitV, unpack, unsortedSegmentSum, sign, clipByValue, adamStep, sequence],
] as readonly Kernel[];

/**
 * Adds the training kernels that the WebAssembly backend lacks or implements as naive loops.
 *
 * @throws EngineError - if the compiled kernels cannot be loaded
 */
export function completeKernels(backend: Backend): void {
  guardAllocator(backend.wasm);
  loadKernels(backend);
  kernels.forEach(register);
  registerReluGradient();
  registerBatchNormGradient();
}
