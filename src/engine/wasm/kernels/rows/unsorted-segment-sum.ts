import { tf } from '../../../tensors.ts';
import type { Kernel } from '../kernel.ts';
import { pointers } from '../memory.ts';
import { kernels } from '../module.ts';

/** Sums of the rows per segment: the gradient of gathering rows, as in an embedding. */
export const unsortedSegmentSum: Kernel<{ readonly numSegments: number }> = {
  kernelName: 'UnsortedSegmentSum',
  compute({ inputs: { x, segmentIds }, attrs, backend, original }) {
    if (x.dtype !== 'float32' || segmentIds.shape.length !== 1) return original({ x, segmentIds }, attrs);
    const [rows, ...rest] = x.shape;
    const output = backend.makeOutput([attrs.numSegments, ...rest], 'float32');
    const places = pointers(backend, x, segmentIds, output);
    kernels().segmentSum(...places, rows, tf.util.sizeFromShape(rest), attrs.numSegments);
    return output;
  },
};
