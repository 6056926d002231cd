import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ActivationAttributes, ProductAttributes } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import { activate } from '../elementwise/activation.ts';
import { type Kernel, type KernelCall, run } from '../kernel.ts';
import { pointer, withScratch } from '../memory.ts';
import { kernels } from '../module.ts';
import { type Patches, transposedProduct } from './transposed-product.ts';

/** Matrix products [.., m, k] x [.., k, n] with optional transposition; either operand may be a single matrix. */
export const batchMatMul: Kernel<ProductAttributes> = {
  kernelName: 'BatchMatMul',
  compute: (call) => multiply(call, false) ?? call.original(call.inputs, call.attrs),
};

/** Matrix product, bias and activation in one. */
export const fusedMatMul: Kernel<ProductAttributes & ActivationAttributes> = {
  kernelName: '_FusedMatMul',
  compute(call) {
    const sums = multiply(call, call.attrs.activation === 'relu');
    return sums ? activate(sums, call) : call.original(call.inputs, call.attrs);
  },
};

function multiply(call: KernelCall<ProductAttributes>, relu: boolean): TensorInfo | undefined {
  const { inputs, attrs, backend } = call;
  const { a, b, bias } = inputs;
  const { transposeA, transposeB } = attrs;
  const [rows, depth] = matrixShape(a, transposeA);
  const [, columns] = matrixShape(b, transposeB);
  const [outerA, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [batchA, batchB] = [outerA, outerB].map(tf.util.sizeFromShape);
  const broadcast = batchA !== 1 && batchB !== 1 && String(outerA) !== String(outerB);
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || broadcast || (bias && String(bias.shape) !== String(columns)))
    return undefined;
  const summed = transposeA && !transposeB && !bias && !relu; // the form of a weight gradient
  if (transposeA && !summed) return withLeftTransposed(call, relu);

  const output = backend.makeOutput(
    [...tf.broadcast_util.assertAndGetBroadcastShape(outerA, outerB), rows, columns],
    'float32',
  );
  const { pack, product } = kernels();
  withScratch(backend, depth * Math.ceil(columns / 8) * 32, (packed) => {
    for (let batch = 0; batch < Math.max(batchA, batchB); batch++) {
      const left = pointer(backend, a) + (batchA === 1 ? 0 : batch * rows * depth * 4);
      const right = pointer(backend, b) + (batchB === 1 ? 0 : batch * depth * columns * 4);
      const to = pointer(backend, output) + batch * rows * columns * 4;
      if (summed) {
        transposedProduct(backend, left, rowsOf(depth, rows), right, columns, to);
        continue;
      }
      if (batch === 0 || batchB !== 1)
        pack(right, packed, depth, columns, transposeB ? 1 : columns, transposeB ? depth : 1);
      product(
        left,
        rows,
        rows,
        1,
        depth * 4,
        0,
        0,
        1,
        depth,
        0,
        packed,
        bias ? pointer(backend, bias) : 0,
        to,
        columns,
        Number(relu),
      );
    }
  });
  return output;
}

function matrixShape({ shape }: TensorInfo, transposed: boolean): number[] {
  const matrix = shape.slice(-2);
  return transposed ? matrix.reverse() : matrix;
}

/** Returns the rows of a matrix as patches of one run each. */
function rowsOf(rows: number, columns: number): Patches {
  return {
    images: 1,
    height: 1,
    width: rows,
    step: columns * 4,
    rowStride: 0,
    imageStride: 0,
    runs: 1,
    length: columns,
    runStride: 0,
  };
}

function withLeftTransposed(call: KernelCall<ProductAttributes>, relu: boolean): TensorInfo | undefined {
  const { inputs, attrs, backend } = call;
  const perm = inputs.a.shape.map((_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  const a = run('Transpose', { x: inputs.a }, backend, { perm });
  const output = multiply({ ...call, inputs: { ...inputs, a }, attrs: { ...attrs, transposeA: false } }, relu);
  backend.disposeData(a.dataId);
  return output;
}
