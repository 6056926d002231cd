import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../../tensors.ts';
import type { Backend, Kernel } from '../kernel.ts';
import { floatsAt, pointer } from '../memory.ts';

/** A slice of a tensor, copied inside the engine; the backend's kernel copies the whole tensor out first, for every slice. */
export const slice: Kernel<{ readonly begin: number | number[]; readonly size: number | number[] }> = {
  kernelName: 'Slice',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (!isCopied(x)) return original({ x }, attrs);
    const [begin, size] = tf.slice_util.parseSliceParams(x as never, attrs.begin, attrs.size);
    return copyOf(backend, x, begin, size);
  },
};

/** Splits a tensor into parts along one axis. */
export const splitV: Kernel<{ readonly numOrSizeSplits: number[] | number; readonly axis: number }> = {
  kernelName: 'SplitV',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (!isCopied(x)) return original({ x }, attrs);
    const [axis] = tf.util.parseAxisParam(attrs.axis, x.shape);
    const sizes = tf.backend_util.prepareSplitSize(x as never, attrs.numOrSizeSplits, axis);
    return partsOf(backend, x, axis, sizes);
  },
};

/** Splits a tensor into its slices along one axis and removes that axis. */
export const unpack: Kernel<{ readonly axis: number }> = {
  kernelName: 'Unpack',
  compute({ inputs: { value }, attrs, backend, original }) {
    if (!isCopied(value)) return original({ value }, attrs);
    const [axis] = tf.util.parseAxisParam(attrs.axis, value.shape);
    const sizes = Array.from({ length: value.shape[axis] }, () => 1);
    return partsOf(backend, value, axis, sizes).map(({ shape, ...part }) => ({
      ...part,
      shape: shape.filter((_, i) => i !== axis),
    }));
  },
};

/** Whether a tensor can be copied inside the engine: its type has 32 bits and it is not empty. */
function isCopied({ dtype, shape }: TensorInfo): boolean {
  return (dtype === 'float32' || dtype === 'int32') && tf.util.sizeFromShape(shape) > 0;
}

function partsOf(backend: Backend, x: TensorInfo, axis: number, sizes: readonly number[]): TensorInfo[] {
  let start = 0;
  return sizes.map((size) => {
    const begin = x.shape.map((_, i) => (i === axis ? start : 0));
    start += size;
    return copyOf(backend, x, begin, Object.assign([...x.shape], { [axis]: size }));
  });
}

function copyOf(backend: Backend, x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo {
  const output = backend.makeOutput([...size], x.dtype);
  const to = floatsAt(backend, pointer(backend, output), tf.util.sizeFromShape([...size]));
  const from = floatsAt(backend, pointer(backend, x), tf.util.sizeFromShape(x.shape));
  const strides = [...tf.util.computeStrides(x.shape), 1];
  let whole = size.length; // first axis from which all are taken whole, so that their numbers are contiguous
  while (whole > 0 && size[whole - 1] === x.shape[whole - 1]) whole--;
  const outer = Math.max(0, whole - 1);
  const run = tf.util.sizeFromShape(size.slice(outer));
  let written = 0;
  const copy = (axis: number, at: number): void => {
    const start = at + (begin[axis] ?? 0) * (strides[axis] ?? 0);
    if (axis >= outer) {
      to.set(from.subarray(start, start + run), written);
      written += run;
      return;
    }
    for (let i = 0; i < size[axis]; i++) copy(axis + 1, start + i * strides[axis]);
  };
  copy(0, 0);
  return output;
}
