import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../../tensors.ts';
import type { Backend, Kernel } from '../kernel.ts';
import { pointers } from '../memory.ts';
import { kernels } from '../module.ts';

type Shape5D = [number, number, number, number, number];

interface VolumeAttributes {
  readonly strides: [number, number, number] | number;
  readonly pad: 'valid' | 'same';
}

/** Gradient of a 3D convolution with respect to its input; the backend's kernel gives wrong results. */
export const conv3DBackpropInput: Kernel<VolumeAttributes & { readonly inputShape: Shape5D }> = {
  kernelName: 'Conv3DBackpropInputV2',
  compute({ inputs: { dy, filter }, attrs, backend }) {
    const dx = backend.makeOutput(attrs.inputShape, 'float32');
    differentiate(false, dy, filter, dx, attrs, backend);
    return dx;
  },
};

/** Gradient of a 3D convolution with respect to its filter; the backend's kernel gives wrong results for strides. */
export const conv3DBackpropFilter: Kernel<VolumeAttributes & { readonly filterShape: Shape5D }> = {
  kernelName: 'Conv3DBackpropFilterV2',
  compute({ inputs: { x, dy }, attrs, backend }) {
    const dw = backend.makeOutput(attrs.filterShape, 'float32');
    differentiate(true, dy, dw, x, attrs, backend);
    return dw;
  },
};

function differentiate(
  toFilter: boolean,
  dy: TensorInfo,
  filter: TensorInfo,
  input: TensorInfo,
  { strides, pad }: VolumeAttributes,
  backend: Backend,
): void {
  const shapes = [input.shape, filter.shape] as [Shape5D, Shape5D];
  const info = tf.backend_util.computeConv3DInfo(...shapes, strides, 1, pad);
  kernels().volumeGradient(
    Number(toFilter),
    ...pointers(backend, dy, filter, input),
    ...[info.batchSize, info.inDepth, info.inHeight, info.inWidth, info.inChannels],
    ...[info.outDepth, info.outHeight, info.outWidth, info.outChannels],
    ...[info.filterDepth, info.filterHeight, info.filterWidth],
    ...[info.strideDepth, info.strideHeight, info.strideWidth],
    ...[info.padInfo.front, info.padInfo.top, info.padInfo.left],
  );
}
