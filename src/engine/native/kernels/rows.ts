import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../tensors.ts';
import type { NativeKernel } from './kernel.ts';

/** Sums; where one operand is a row of the other, without broadcasting it. */
export const add: NativeKernel = {
  kernelName: 'Add',
  compute({ inputs: { a, b }, backend, original }) {
    const [x, row] = b.shape.length === 1 ? [a, b] : [b, a];
    if (!isRowOf(row, x)) return original();
    const [id, bias] = backend.getInputTensorIds([x, row]);
    return backend.createOutputTensor(backend.binding.addToRows(id, bias));
  },
};

/** Sums; over all axes but the last, by adding rows. */
export const sum: NativeKernel<{ readonly axis: number | number[]; readonly keepDims: boolean }> = {
  kernelName: 'Sum',
  compute({ inputs: { x }, attrs: { axis, keepDims }, backend, original }) {
    const axes = new Set(tf.util.parseAxisParam(axis, x.shape));
    const last = x.shape.length - 1;
    if (x.dtype !== 'float32' || keepDims || last < 1 || axes.size !== last || axes.has(last)) return original();
    const [id] = backend.getInputTensorIds([x]);
    return backend.createOutputTensor(backend.binding.sumRows(id));
  },
};

function isRowOf(row: TensorInfo, x: TensorInfo): boolean {
  if (row.shape.length !== 1 || x.shape.length < 2 || row.dtype !== 'float32' || x.dtype !== 'float32') return false;
  return row.shape[0] > 0 && row.shape[0] === x.shape[x.shape.length - 1];
}
