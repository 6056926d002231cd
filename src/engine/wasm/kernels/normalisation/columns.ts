import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../../tensors.ts';
import type { Backend } from '../kernel.ts';
import { floatsAt, pointer, withScratch } from '../memory.ts';
import type { Pointer } from '../signatures.ts';

/** Returns the rows and columns of [.., columns]. */
export function sizesOf({ shape }: TensorInfo): { rows: number; columns: number } {
  const columns = shape[shape.length - 1];
  return { rows: tf.util.sizeFromShape(shape) / columns, columns };
}

/** Returns a copy of a tensor [columns] in 64 bits, or `columns` copies of `absent` if there is no tensor. */
export function columnsOf(backend: Backend, tensor: TensorInfo | undefined, columns: number, absent = 0): Float64Array {
  if (!tensor) return new Float64Array(columns).fill(absent);
  return Float64Array.from(floatsAt(backend, pointer(backend, tensor), columns));
}

/** Returns a float32 tensor [columns] of such numbers. */
export function tensorOfColumns(backend: Backend, values: Float64Array): TensorInfo {
  const tensor = backend.makeOutput([values.length], 'float32');
  floatsAt(backend, pointer(backend, tensor), values.length).set(values);
  return tensor;
}

/**
 * Runs `work` with the coefficients per column in the layout of the compiled kernels: each set four times in a row, so that any
 * number of columns fills whole vectors.
 */
export function withCoefficients<T>(
  backend: Backend,
  coefficients: readonly Float64Array[],
  work: (at: Pointer) => T,
): T {
  const columns = coefficients[0].length;
  return withScratch(backend, coefficients.length * columns * 16, (at) => {
    const rows = floatsAt(backend, at, coefficients.length * columns * 4);
    coefficients.forEach((values, i) => {
      for (let row = 0; row < 4; row++) rows.set(values, (4 * i + row) * columns);
    });
    return work(at);
  });
}
