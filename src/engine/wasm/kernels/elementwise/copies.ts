import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Backend, Kernel } from '../kernel.ts';

/** A tensor's clone shares its numbers, as on every other backend; the backend's kernel copies them. */
export const identity: Kernel = {
  kernelName: 'Identity',
  compute: ({ inputs: { x }, attrs, backend, original }) =>
    x.dtype === 'string' ? original({ x }, attrs) : share(x, backend),
};

/** A cast to the tensor's own type shares its numbers, too. */
export const cast: Kernel<{ readonly dtype: string }> = {
  kernelName: 'Cast',
  compute: ({ inputs: { x }, attrs, backend, original }) =>
    x.dtype === attrs.dtype ? share(x, backend) : original({ x }, attrs),
};

/** A transposition that moves no axis shares its numbers; the gradient of an embedding uses two of these. */
export const transpose: Kernel<{ readonly perm: number[] }> = {
  kernelName: 'Transpose',
  compute: ({ inputs: { x }, attrs, backend, original }) =>
    x.dtype !== 'string' && attrs.perm.every((axis, place) => axis === place)
      ? share(x, backend)
      : original({ x }, attrs),
};

function share({ dataId, shape, dtype }: TensorInfo, backend: Backend): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
