import { tf } from '../../../tensors.ts';
import type { Kernel } from '../kernel.ts';
import { pointers } from '../memory.ts';
import { kernels } from '../module.ts';

/** The sign of every number. The backend's kernel rounds magnitudes below 1.2e-7 to 0, which stalls attacks on small gradients. */
export const sign: Kernel = {
  kernelName: 'Sign',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype !== 'float32') return original({ x }, attrs);
    const output = backend.makeOutput(x.shape, 'float32');
    kernels().sign(...pointers(backend, x, output), tf.util.sizeFromShape(x.shape));
    return output;
  },
};

/** Clips numbers to an interval; NaN remains NaN, as on every other backend. */
export const clipByValue: Kernel<{ readonly clipValueMin: number; readonly clipValueMax: number }> = {
  kernelName: 'ClipByValue',
  compute({ inputs: { x }, attrs: { clipValueMin, clipValueMax }, backend }) {
    const output = backend.makeOutput(x.shape, x.dtype);
    if (x.dtype === 'float32') {
      const size = tf.util.sizeFromShape(x.shape);
      kernels().clip(...pointers(backend, x, output), size, clipValueMin, clipValueMax);
    } else {
      const clipped = backend
        .typedArrayFromHeap(x)
        .map((value) => Math.min(Math.max(value, clipValueMin), clipValueMax));
      backend.typedArrayFromHeap(output).set(clipped);
    }
    return output;
  },
};

/** dx = dy where x > 0, else 0: one pass instead of three. */
export const reluGrad: Kernel = {
  kernelName: 'ReluGrad',
  compute({ inputs: { x, dy }, backend }) {
    const output = backend.makeOutput(x.shape, 'float32');
    kernels().reluGradient(...pointers(backend, x, dy, output), tf.util.sizeFromShape(x.shape));
    return output;
  },
};
