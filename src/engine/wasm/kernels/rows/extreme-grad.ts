import { tf } from '../../../tensors.ts';
import type { Kernel } from '../kernel.ts';
import { pointers, withScratch } from '../memory.ts';
import { kernels } from '../module.ts';

/** Gradient of the largest or smallest value along neighbouring axes, shared among values that tie. */
export const extremeGrad: Kernel<{ readonly axes: readonly number[] }> = {
  kernelName: 'ExtremeGrad',
  compute({ inputs: { x, y, dy }, attrs: { axes }, backend }) {
    const [first, last] = [axes[0], axes[axes.length - 1] + 1];
    const parts = [x.shape.slice(0, first), x.shape.slice(first, last), x.shape.slice(last)];
    const [outer, count, inner] = parts.map(tf.util.sizeFromShape);
    const output = backend.makeOutput(x.shape, 'float32');
    const at = pointers(backend, x, y, dy, output);
    withScratch(backend, inner * 4, (shares) => kernels().extremeGradient(...at, outer, count, inner, shares));
    return output;
  },
};

/** Gradient of an image that was enlarged a whole number of times by repeating its pixels; other sizes take the backend's kernel. */
export const resizeNearestNeighborGrad: Kernel<{
  readonly alignCorners: boolean;
  readonly halfPixelCenters?: boolean;
}> = {
  kernelName: 'ResizeNearestNeighborGrad',
  compute({ inputs, attrs, backend, original }) {
    const { images, dy } = inputs;
    const [count, height, width, channels] = images.shape;
    const [rows, columns] = [dy.shape[1] / height, dy.shape[2] / width];
    const isWhole = Number.isInteger(rows) && Number.isInteger(columns) && images.dtype === 'float32';
    if (!isWhole || attrs.alignCorners || dy.dtype !== 'float32') return original(inputs, attrs);
    const output = backend.makeOutput(images.shape, 'float32');
    kernels().sumBlocks(...pointers(backend, dy, output), count, height, width, channels, rows, columns);
    return output;
  },
};
