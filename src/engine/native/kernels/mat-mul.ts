import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../tensors.ts';
import { activate, type ActivationAttributes, addBias } from './activation.ts';
import type { NativeKernel } from './kernel.ts';

interface ProductAttributes extends ActivationAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Product, bias and activation; the bias is added along the rows. */
export const fusedMatMul: NativeKernel<ProductAttributes> = {
  kernelName: '_FusedMatMul',
  compute({ inputs: { a, b, bias, preluActivationWeights }, attrs, backend }) {
    return tf.tidy(() => {
      const product = tf.matMul(a as Tensor, b as Tensor, attrs.transposeA, attrs.transposeB);
      return activate(addBias(backend, product, bias), attrs, preluActivationWeights as Tensor | undefined);
    });
  },
};
