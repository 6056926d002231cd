import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../../tensors.ts';
import type { Backend, Kernel } from '../kernel.ts';
import { pointer } from '../memory.ts';

interface GatherAttributes {
  readonly axis: number;
  readonly batchDims?: number;
}

/** Rows of a tensor [rows, …] at indices [count], copied whole; the backend's kernel copies value by value. */
export const gather: Kernel<GatherAttributes> = {
  kernelName: 'GatherV2',
  compute({ inputs, attrs, backend, original }) {
    const { x, indices } = inputs;
    const [rows, ...item] = x.shape;
    const values = tf.util.sizeFromShape(item);
    const chosen = indices.dtype === 'int32' && backend.readSync(indices.dataId);
    const copies =
      chosen &&
      (x.dtype === 'float32' || x.dtype === 'int32') &&
      indices.shape.length === 1 &&
      attrs.axis === 0 &&
      !attrs.batchDims &&
      values > 0 &&
      (chosen as Int32Array).every((row) => row >= 0 && row < rows);
    if (!copies) return original(inputs, attrs);
    const output = backend.makeOutput([chosen.length, ...item], x.dtype as 'float32');
    copyRows(
      backend,
      output,
      4 * values,
      Array.from(chosen as Int32Array, (row) => ({ of: x, row })),
    );
    return output;
  },
};

/** Rows of `a` [rows, …] where the condition [rows] holds, and of `b` elsewhere. The backend's kernel mixes up rows. */
export const selectRows: Kernel = {
  kernelName: 'SelectRows',
  compute({ inputs: { condition, a, b }, backend }) {
    const [rows, ...item] = a.shape;
    const output = backend.makeOutput([rows, ...item], a.dtype as 'float32');
    const flags = Array.from(backend.readSync(condition.dataId) as Uint8Array);
    const picked = flags.map((flag, row) => ({ of: flag ? a : b, row }));
    copyRows(backend, output, 4 * tf.util.sizeFromShape(item), picked);
    return output;
  },
};

/** Fills a tensor with rows of others, each of `bytes` bytes. */
function copyRows(
  backend: Backend,
  output: TensorInfo,
  bytes: number,
  picked: readonly { readonly of: TensorInfo; readonly row: number }[],
): void {
  const heap = new Uint8Array(backend.wasm.asm.memory.buffer);
  const to = pointer(backend, output) >>> 0;
  picked.forEach(({ of, row }, at) => {
    const from = (pointer(backend, of) >>> 0) + row * bytes;
    heap.copyWithin(to + at * bytes, from, from + bytes);
  });
}
