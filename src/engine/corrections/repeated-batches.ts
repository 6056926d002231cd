import { tf, type Tensor } from '../tensors.ts';
import { correctGradient, correctKernel } from './correct.ts';
import { sumTo } from './sum-to.ts';

/**
 * Corrects products of two batches of matrices that are both repeated, such as [2, 1, m, k] x [3, k, n]. TensorFlow.js computes
 * only some of the products, or uses the wrong matrices; here both operands are repeated first.
 */
export function correctRepeatedBatches(backend: string): void {
  for (const kernelName of ['BatchMatMul', '_FusedMatMul']) {
    correctKernel(backend, kernelName, ({ inputs, attrs }, original) => {
      const [outerA, outerB] = [inputs.a, inputs.b].map(({ shape }) => shape.slice(0, -2));
      if (isMatrix(outerA) || isMatrix(outerB) || String(outerA) === String(outerB)) return original(inputs, attrs);
      const outer = tf.broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
      const [a, b] = [inputs.a, inputs.b].map((operand) =>
        tf.broadcastTo(operand as Tensor, [...outer, ...operand.shape.slice(-2)]),
      );
      const products = original({ ...inputs, a, b }, attrs);
      tf.dispose([a, b]);
      return products;
    });
  }
}

/** Sums the gradients of repeated matrices over their repetitions, which TensorFlow.js omits. */
export function correctProductGradient(): void {
  correctGradient('BatchMatMul', (common) => (dy, saved, attrs) => {
    const slopes = common(dy, saved, attrs);
    const [a, b] = saved;
    return { a: () => sumTo(slopes.a(), a.shape), b: () => sumTo(slopes.b(), b.shape) };
  });
}

/** Whether the outer dimensions hold a single matrix. */
function isMatrix(outer: number[]): boolean {
  return tf.util.sizeFromShape(outer) === 1;
}
