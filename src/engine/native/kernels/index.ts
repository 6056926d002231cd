import { registerBatchNormGradient, registerReluGradient } from '../../kernels/gradients.ts';
import { adamStep } from './adam-step.ts';
import { batchNormInputGrad, batchNormTraining, batchNormTrainingGrad } from './batch-norm.ts';
import { conv2D, conv2DBackpropFilter, conv2DBackpropInput, fusedConv2D } from './convolution.ts';
import {
  depthwiseConv2D,
  depthwiseConv2DBackpropFilter,
  depthwiseConv2DBackpropInput,
} from './depthwise-convolution.ts';
import { conv3D } from './dilated-volume.ts';
import { cast, identity, reshape } from './copies.ts';
import { elementwise, reluGradient, selections } from './elementwise.ts';
import { convolution, fusedConvolution, inputGradient } from './few-channels.ts';
import { fullLanes } from './full-lanes.ts';
import { type NativeBackend, type NativeKernel, registerNative } from './kernel.ts';
import { batchMatMul, fusedMatMul } from './mat-mul.ts';
import { avgPool, avgPoolGrad, maxPool, maxPoolGrad } from './pooling.ts';
import { gru, gruGrad } from './recurrent/gru.ts';
import { lstm, lstmGrad } from './recurrent/lstm.ts';
import { recurrentInputGrad, recurrentKernelGrad } from './recurrent/steps.ts';
import { reluGrad } from './relu.ts';
import { max, sum } from './rows.ts';
import { selectRows } from './select-rows.ts';
import { sequence } from './sequence.ts';
import { fusedProduct, product } from './small-product.ts';

/** Kernels composed of TensorFlow's operations, for any binding. */
const composed = [
  ...[conv2D, fusedConv2D, conv2DBackpropInput, conv2DBackpropFilter],
  ...[depthwiseConv2D, depthwiseConv2DBackpropInput, depthwiseConv2DBackpropFilter],
  ...[conv3D, batchMatMul, fusedMatMul],
  ...[avgPool, avgPoolGrad],
  ...[identity, cast, reluGrad, selectRows],
] as readonly NativeKernel[];

/** Kernels for processors: some rely on the statistics that FusedBatchNormV3 returns there, others fill its vectors. */
const onProcessor = [
  batchNormTraining,
  batchNormTrainingGrad,
  batchNormInputGrad,
  ...fullLanes,
] as readonly NativeKernel[];

/** Kernels that this package's binding computes in main memory. */
const inBinding = [
  ...[convolution, fusedConvolution, inputGradient, product, fusedProduct],
  ...[reshape, adamStep, maxPool, maxPoolGrad, sum, max],
  ...[...elementwise, reluGradient, ...selections],
  ...[lstm, lstmGrad, gru, gruGrad, recurrentInputGrad, recurrentKernelGrad, sequence],
] as readonly NativeKernel[];

/** Replaces kernels of tfjs-node that are slow or incomplete, and adds the kernels used by this package's gradients and layers. */
export function completeNativeKernels(backend: NativeBackend): void {
  composed.forEach(registerNative);
  registerReluGradient();
  registerBatchNormGradient();
  if (backend.isUsingGpuDevice) return;
  onProcessor.forEach(registerNative);
  if ('adamStep' in backend.binding) inBinding.forEach(registerNative);
}
