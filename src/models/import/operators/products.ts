import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operators } from './contract.ts';
import { einsum } from './einsum.ts';
import { input, valueOf } from './values.ts';

/** Products of matrices, as in NumPy: vectors lose their axis, leading axes are broadcast. */
export function matrixProduct(a: Tensor, b: Tensor): Tensor {
  const [left, right] = [a.rank === 1 ? tf.expandDims(a, 0) : a, b.rank === 1 ? tf.expandDims(b, 1) : b];
  if (right.rank === 2 && left.rank > 2) {
    const flat = tf.matMul(tf.reshape(left, [-1, left.shape[left.rank - 1]]), right);
    return tf.reshape(flat, [...left.shape.slice(0, -1), ...(b.rank === 1 ? [] : right.shape.slice(1))]);
  }
  const rank = Math.max(left.rank, right.rank);
  const aligned = (x: Tensor): Tensor => tf.reshape(x, [...Array.from({ length: rank - x.rank }, () => 1), ...x.shape]);
  const result = tf.matMul(aligned(left), aligned(right));
  const shape = result.shape.filter(
    (_, axis) => !(axis === rank - 2 && a.rank === 1) && !(axis === rank - 1 && b.rank === 1),
  );
  return tf.reshape(result, shape);
}

/** Exchanges the last two axes. */
function withMatricesTransposed(x: Tensor): Tensor {
  const axes = [...x.shape.keys()];
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/** Products of matrices of the standard. */
export const products: Operators = {
  MatMul: {
    run: (inputs, operation) => {
      const [a, b] = [input(inputs, 0), input(inputs, 1)];
      const [left, right] = [a, b].map(({ tensor }, at) => {
        const x = tf.cast(tensor, 'float32');
        return operation.number(at === 0 ? 'transA' : 'transB', 0) === 1 ? withMatricesTransposed(x) : x; // of TensorFlow
      });
      return [valueOf(matrixProduct(left, right), a.type)];
    },
  },
  Gemm: {
    run: (inputs, operation) => {
      const [a, b] = [input(inputs, 0), input(inputs, 1)];
      const product = tf.matMul(
        a.tensor,
        b.tensor,
        operation.number('transA', 0) !== 0,
        operation.number('transB', 0) !== 0,
      );
      const scaled = tf.mul(product, operation.number('alpha', 1));
      const bias = inputs[2]?.tensor;
      return [valueOf(bias ? tf.add(scaled, tf.mul(bias, operation.number('beta', 1))) : scaled, a.type)];
    },
  },
  Einsum: {
    run: (inputs, operation) => {
      const tensors = inputs.map((_, at) => input(inputs, at).tensor);
      return [valueOf(einsum(operation.text('equation', ''), tensors), input(inputs, 0).type)];
    },
  },
};
