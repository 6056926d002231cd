import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../tensors.ts';
import { type NativeBackend, type NativeKernel, types } from './kernel.ts';

/** Another tensor that shares the same values, without any computation. */
export const identity: NativeKernel = {
  kernelName: 'Identity',
  compute: ({ inputs: { x }, backend }) => share(backend, x),
};

/** Casts; a cast to the tensor's own type, which gradients often request, computes nothing. */
export const cast: NativeKernel<{ readonly dtype: string }> = {
  kernelName: 'Cast',
  compute: ({ inputs: { x }, attrs, backend, original }) => (x.dtype === attrs.dtype ? share(backend, x) : original()),
};

/** The same values in another shape, without running TensorFlow's operation. */
export const reshape: NativeKernel<{ readonly shape: number[] }> = {
  kernelName: 'Reshape',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype === 'string') return original(); // strings have no fixed size
    const size = tf.util.sizeFromShape(x.shape);
    const shape = tf.util.inferFromImplicitShape(attrs.shape, size);
    tf.util.assert(size === tf.util.sizeFromShape(shape), () => `${x.shape} cannot be reshaped to ${shape}`);
    const [id] = backend.getInputTensorIds([x]);
    return backend.createOutputTensor({ id: backend.binding.reshape(id, shape), shape, dtype: types[x.dtype] });
  },
};

function share(backend: NativeBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
