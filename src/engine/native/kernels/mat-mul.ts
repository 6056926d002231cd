import type { Tensor } from '@tensorflow/tfjs-core';
import type { ActivationAttributes, ProductAttributes } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';
import { activate, addBias } from './activation.ts';
import { type NativeKernel, truth, typeOf } from './kernel.ts';

/** Product of two matrices of rank 2, for which TensorFlow is several times faster than for batches of one matrix. */
export const batchMatMul: NativeKernel<ProductAttributes> = {
  kernelName: 'BatchMatMul',
  compute({ inputs: { a, b }, attrs: { transposeA, transposeB }, backend, original }) {
    if (a.shape.length !== 2 || b.shape.length !== 2) return original();
    const attributes = [typeOf('T', a.dtype), truth('transpose_a', transposeA), truth('transpose_b', transposeB)];
    return backend.executeSingleOutput('MatMul', attributes, [a, b]);
  },
};

/** Product, bias and activation; the bias is added to every row. */
export const fusedMatMul: NativeKernel<ProductAttributes & ActivationAttributes> = {
  kernelName: '_FusedMatMul',
  compute({ inputs: { a, b, bias, preluActivationWeights }, attrs }) {
    return tf.tidy(() => {
      const product = tf.matMul(a as Tensor, b as Tensor, attrs.transposeA, attrs.transposeB);
      return activate(addBias(product, bias), attrs, preluActivationWeights as Tensor | undefined);
    });
  },
};
