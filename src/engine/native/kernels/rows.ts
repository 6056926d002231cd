import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../tensors.ts';
import { bindingTensor, type NativeBackend, type NativeKernel } from './kernel.ts';

/** Adds a float32 row to all rows of x without broadcasting. Returns undefined if its shape is not that of a row of x. */
export function addToRows(backend: NativeBackend, x: TensorInfo, row: TensorInfo): Tensor | undefined {
  const columns = x.shape[x.shape.length - 1];
  if (row.shape.length !== 1 || x.shape.length < 2 || row.shape[0] !== columns || columns === 0) return undefined;
  const [id, bias] = backend.getInputTensorIds([x, row]);
  return bindingTensor(backend, backend.binding.addToRows(id, bias), x.shape);
}

/** Sums over the last axes, row by row, or over all but the last, by adding rows. */
export const sum: NativeKernel<{ readonly axis: number | number[]; readonly keepDims: boolean }> = {
  kernelName: 'Sum',
  compute({ inputs: { x }, attrs: { axis, keepDims }, backend, original }) {
    if (x.dtype !== 'float32') return original();
    const axes = tf.util.parseAxisParam(axis, x.shape);
    const last = x.shape.length - 1;
    if (keepDims || last < 1 || axes.length !== last || axes.includes(last)) {
      return reduce(backend, x, axes, keepDims, false) ?? original();
    }
    const [id] = backend.getInputTensorIds([x]);
    return bindingTensor(backend, backend.binding.sumRows(id), x.shape.slice(last));
  },
};

/** Maxima over the last axes, row by row. */
export const max: NativeKernel<{ readonly reductionIndices: number | number[]; readonly keepDims: boolean }> = {
  kernelName: 'Max',
  compute({ inputs: { x }, attrs: { reductionIndices, keepDims }, backend, original }) {
    if (x.dtype !== 'float32') return original();
    return reduce(backend, x, tf.util.parseAxisParam(reductionIndices, x.shape), keepDims, true) ?? original();
  },
};

/** Returns undefined if the axes are not the last ones. */
function reduce(
  backend: NativeBackend,
  x: TensorInfo,
  axes: number[],
  keepDims: boolean,
  isLargest: boolean,
): Tensor | undefined {
  const first = x.shape.length - axes.length;
  if (axes.some((axis) => axis < first) || tf.util.sizeFromShape(x.shape) === 0) return undefined;
  const shape = [...x.shape.slice(0, first), ...(keepDims ? axes.map(() => 1) : [])];
  const [id] = backend.getInputTensorIds([x]);
  return bindingTensor(backend, backend.binding.reduceRows(id, shape, isLargest), shape);
}
