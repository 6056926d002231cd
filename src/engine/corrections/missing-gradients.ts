import type { GradConfig } from '@tensorflow/tfjs-core';
import { tf, type Tensor, type Tensor5D } from '../tensors.ts';
import { correctGradient } from './correct.ts';

/** Kernels whose results are true or false, with the names of their operands. */
const truths: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr'].map((name) => [
      name,
      ['a', 'b'],
    ]),
  ),
  ...Object.fromEntries(['LogicalNot', 'Any', 'All', 'IsNan', 'IsInf', 'IsFinite'].map((name) => [name, ['x']])),
};

/** Adds gradients that TensorFlow.js 4.22 does not have. */
export function addMissingGradients(): void {
  for (const [kernelName, operands] of Object.entries(truths)) addGradient(constant(kernelName, operands));
  addGradient(transposedVolumes);
  correctGradient('Unpack', ofOnePart);
  correctGradient('SplitV', ofOnePart);
}

function addGradient(gradient: GradConfig): void {
  if (!tf.getGradient(gradient.kernelName)) tf.registerGradient(gradient);
}

/** A comparison is constant wherever it has a derivative, so masks and thresholds pass gradients of 0. */
function constant(kernelName: string, operands: readonly string[]): GradConfig {
  return {
    kernelName,
    inputsToSave: [...operands],
    gradFunc: (_, saved) =>
      Object.fromEntries(operands.map((name, i) => [name, () => tf.zeros(saved[i].shape) as Tensor])),
  };
}

/** The gradient of a transposed convolution in three axes: a convolution, and the filter gradient with both operands exchanged. */
const transposedVolumes: GradConfig = {
  kernelName: 'Conv3DBackpropInputV2',
  inputsToSave: ['dy', 'filter'],
  gradFunc: (slope, saved, attrs) => {
    const { strides, pad } = attrs as unknown as { strides: [number, number, number]; pad: 'valid' | 'same' };
    const [x, filter] = saved as [Tensor5D, Tensor5D];
    const operands = { x: slope as Tensor5D, dy: x };
    const options = { strides, pad, filterShape: filter.shape };
    return {
      dy: () => tf.conv3d(slope as Tensor5D, filter, strides, pad),
      filter: () => tf.engine().runKernel<Tensor>('Conv3DBackpropFilterV2', operands, options),
    };
  },
};

/** A tensor that is divided into one part, such as a sequence of one step: TensorFlow.js then passes no list of slopes. */
const ofOnePart =
  (common: GradConfig['gradFunc']): GradConfig['gradFunc'] =>
  (dy, saved, attrs) =>
    common([dy].flat(), saved, attrs);
