import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ActivationAttributes } from '../../../kernels/attributes.ts';
import { type KernelCall, run } from '../kernel.ts';

/** Kernels of the activations that products do not compute themselves. */
const unary: Record<string, string> = {
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
};

/** Applies the activation of a fused kernel to its sums, except ReLU and linear, which products apply themselves. */
export function activate(sums: TensorInfo, { inputs, attrs, backend }: KernelCall<ActivationAttributes>): TensorInfo {
  const kernelName = unary[attrs.activation ?? 'linear'];
  if (!kernelName) return sums;
  const { preluActivationWeights } = inputs;
  const operands: Record<string, TensorInfo> = preluActivationWeights
    ? { x: sums, alpha: preluActivationWeights }
    : { x: sums };
  const output = run(kernelName, operands, backend, { alpha: attrs.leakyreluAlpha ?? 0.2 });
  backend.disposeData(sums.dataId);
  return output;
}
