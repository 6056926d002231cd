import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { ActivationAttributes, ProductAttributes } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';
import { activate } from './activation.ts';
import { bindingTensor, type NativeCall, type NativeKernel } from './kernel.ts';

/** Up to this many multiplications the binding's kernel is faster than TensorFlow. */
const multiplications = 2 ** 24;

/** Product of two matrices or of batches of one. */
export const product: NativeKernel<ProductAttributes> = {
  kernelName: 'BatchMatMul',
  compute: (call) => multiply(call, [call.inputs.a, call.inputs.b]) ?? call.original(),
};

/** Product, bias and activation. */
export const fusedProduct: NativeKernel<ProductAttributes & ActivationAttributes> = {
  kernelName: '_FusedMatMul',
  compute(call) {
    const { a, b, bias, preluActivationWeights } = call.inputs;
    return tf.tidy(() => {
      const isRelu = call.attrs.activation === 'relu';
      const sums = multiply(call, bias ? [a, b, bias] : [a, b], isRelu);
      if (!sums || isRelu) return sums ?? (call.original() as Tensor);
      return activate(sums, call.attrs, preluActivationWeights as Tensor | undefined);
    });
  },
};

/** Returns undefined if the binding's kernel does not support the operands or is slower. */
function multiply(
  { attrs: { transposeA, transposeB }, backend }: NativeCall<ProductAttributes>,
  operands: TensorInfo[],
  isPositive = false,
): Tensor | undefined {
  const [a, b, bias] = operands.map(({ shape }) => shape);
  const [m, k] = transposeA ? a.slice(-2).reverse() : a.slice(-2);
  const n = b[b.length - (transposeB ? 2 : 1)];
  const size = tf.util.sizeFromShape(a) * n;
  const isSmall = size > 0 && size <= multiplications && size === m * k * n && tf.util.sizeFromShape(b) === k * n;
  if (!isSmall || operands.some(({ dtype }) => dtype !== 'float32')) return undefined;
  if (bias && (bias.length !== 1 || bias[0] !== n)) return undefined;
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
  const shape = [...outer, m, n];
  const ids = backend.getInputTensorIds(operands);
  return bindingTensor(backend, backend.binding.multiply(ids, shape, transposeA, transposeB, isPositive), shape);
}
