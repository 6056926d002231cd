import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../tensors.ts';
import { type NativeBackend, type NativeKernel, types } from './kernel.ts';

/** The same values under another tensor, not computed at all. */
export const identity: NativeKernel = {
  kernelName: 'Identity',
  compute: ({ inputs: { x }, backend }) => share(backend, x),
};

/** A cast to the type that the tensor has computes nothing; gradients ask for many. */
export const cast: NativeKernel<{ readonly dtype: string }> = {
  kernelName: 'Cast',
  compute: ({ inputs: { x }, attrs, backend, original }) => (x.dtype === attrs.dtype ? share(backend, x) : original()),
};

/** The same values in another shape, without the operation that TensorFlow has for it. */
export const reshape: NativeKernel<{ readonly shape: number[] }> = {
  kernelName: 'Reshape',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype === 'string') return original(); // its values have no fixed size
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
