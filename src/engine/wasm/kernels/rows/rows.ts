import { tf } from '../../../tensors.ts';
import type { Kernel } from '../kernel.ts';
import { pointer, pointers, withScratch } from '../memory.ts';
import { kernels } from '../module.ts';

/** Sum of two tensors, with a fast path for a bias [columns] added to [.., columns]. */
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
      kernels().addToRows(...pointers(backend, a, b, output), rows, columns, scratch);
    });
    return output;
  },
};

/** Sums of fewer numbers than this are faster in the backend's kernel. */
const worthwhile = 64;

/** Sum over axes, with a fast path for neighbouring axes before the last, as in the gradient of a bias. */
export const sum: Kernel<{ readonly axis: number | number[]; readonly keepDims?: boolean }> = {
  kernelName: 'Sum',
  compute({ inputs, attrs, backend, original }) {
    const { x } = inputs;
    const axes = tf.util.parseAxisParam(attrs.axis, x.shape).sort((p, q) => p - q);
    const [first] = axes;
    const last = first + axes.length;
    const neighbours = last < x.shape.length && axes.every((axis, i) => axis === first + i);
    const [sums, rows, columns] = [x.shape.slice(0, first), x.shape.slice(first, last), x.shape.slice(last)].map(
      (part) => tf.util.sizeFromShape(part),
    );
    const few = sums > 1 && rows * columns < worthwhile;
    if (!neighbours || few || x.dtype !== 'float32' || columns === 0) return original(inputs, attrs);
    const ones = attrs.keepDims ? axes.map(() => 1) : [];
    const output = backend.makeOutput([...x.shape.slice(0, first), ...ones, ...x.shape.slice(last)], 'float32');
    withScratch(backend, columns * 32, (scratch) => {
      for (let i = 0; i < sums; i++) {
        const from = pointer(backend, x) + i * rows * columns * 4;
        kernels().sumRows(from, pointer(backend, output) + i * columns * 4, rows, columns, scratch);
      }
    });
    return output;
  },
};
