import { adamStep } from './adam-step.ts';
import { guardAllocator } from './allocator.ts';
import { batchNormInputGrad, batchNormTraining, batchNormTrainingGrad, fusedBatchNorm } from './batch-norm.ts';
import { registerBatchNormGradient } from './batch-norm-gradient.ts';
import { conv2D, fusedConv2D } from './conv2d.ts';
import { conv2DBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2DBackpropInput } from './conv2d-backprop-input.ts';
import { conv3DBackpropFilter, conv3DBackpropInput } from './conv3d-gradients.ts';
import { cast, identity, transpose } from './copies.ts';
import { filterGradients } from './filter-gradients.ts';
import { gather, selectRows } from './gather.ts';
import {
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
} from './depthwise-conv2d.ts';
import { clipByValue, sign } from './elementwise.ts';
import { type Backend, type Kernel, register } from './kernel.ts';
import { lstm, lstmGrad, lstmInputGrad, lstmKernelGrad } from './lstm.ts';
import { batchMatMul, fusedMatMul } from './mat-mul.ts';
import { loadKernels } from './module.ts';
import { avgPool, avgPoolGrad, maxPool, maxPoolGrad } from './pooling.ts';
import { registerReluGradient, reluGrad } from './relu-gradient.ts';
import { add, sum } from './rows.ts';
import { sequence } from './sequence/sequence.ts';
import { slice, splitV, unpack } from './slices.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

const kernels = [
  ...[conv2D, fusedConv2D, conv2DBackpropFilter, conv2DBackpropInput, filterGradients],
  ...[batchMatMul, fusedMatMul],
  ...[maxPool, maxPoolGrad, avgPool, avgPoolGrad, reluGrad],
  ...[add, sum, identity, cast, transpose, gather, selectRows],
  ...[fusedBatchNorm, batchNormInputGrad, batchNormTraining, batchNormTrainingGrad],
  ...[lstm, lstmGrad, lstmInputGrad, lstmKernelGrad],
  ...[depthwiseConv2dNative, depthwiseConv2dNativeBackpropFilter, depthwiseConv2dNativeBackpropInput],
  ...[conv3DBackpropFilter, conv3DBackpropInput],
  ...[slice, splitV, unpack, unsortedSegmentSum, sign, clipByValue, adamStep, sequence],
] as readonly Kernel[];

/**
 * Gives the WebAssembly backend the kernels that it lacks, or has only as naive loops, for training.
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
