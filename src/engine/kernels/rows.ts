import { tf } from '../tensors.ts';
import type { Kernel } from './kernel.ts';
import { kernels, pointer, withScratch } from './module.ts';

/** Sum of two tensors, with its own path for a bias [columns] added to [.., columns]. */
export const add: Kernel = {
  kernelName: 'Add',
  compute({ inputs, attrs, backend, original }) {
    const { a, b } = inputs;
    const columns = b.shape[b.shape.length - 1];
    const isBias =
      a.dtype === 'float32' &&
      b.dtype === 'float32' &&
      b.shape.length === 1 &&
      a.shape.length > 1 &&
      columns === a.shape.at(-1);
    if (!isBias) return original(inputs, attrs);
    const output = backend.makeOutput(a.shape, 'float32');
    const rows = tf.util.sizeFromShape(a.shape) / columns;
    withScratch(backend, columns * 16, (scratch) => {
      kernels().addToRows(pointer(backend, a), pointer(backend, b), pointer(backend, output), rows, columns, scratch);
    });
    return output;
  },
};

/** Sum over axes, with its own path for the leading axes, as in the gradient of a bias. */
export const sum: Kernel<{ readonly axis: number | number[]; readonly keepDims?: boolean }> = {
  kernelName: 'Sum',
  compute({ inputs, attrs, backend, original }) {
    const { x } = inputs;
    const axes = tf.util.parseAxisParam(attrs.axis, x.shape).sort((p, q) => p - q);
    const leading = axes.length < x.shape.length && axes.every((axis, i) => axis === i);
    const columns = tf.util.sizeFromShape(x.shape.slice(axes.length));
    const rows = tf.util.sizeFromShape(x.shape.slice(0, axes.length));
    if (!leading || x.dtype !== 'float32' || columns === 0) return original(inputs, attrs);
    const ones = attrs.keepDims ? axes.map(() => 1) : [];
    const output = backend.makeOutput([...ones, ...x.shape.slice(axes.length)], 'float32');
    withScratch(backend, columns * 32, (scratch) => {
      kernels().sumRows(pointer(backend, x), pointer(backend, output), rows, columns, scratch);
    });
    return output;
  },
};
