import { tf, type Tensor } from '../tensors.ts';
import { correctGradient, correctKernel } from './correct.ts';
import { sumTo } from './sum-to.ts';

/**
 * Products of batches of matrices of which both are repeated, such as [2, 1, m, k] x [3, k, n]. TensorFlow.js computes a
 * part of the products only, or takes other matrices; here both operands are repeated first.
 */
export function correctRepeatedBatches(backend: string): void {
  for (const kernelName of ['BatchMatMul', '_FusedMatMul']) {
    correctKernel(backend, kernelName, ({ inputs, attrs }, own) => {
      const [outerA, outerB] = [inputs.a, inputs.b].map(({ shape }) => shape.slice(0, -2));
      if (isMatrix(outerA) || isMatrix(outerB) || String(outerA) === String(outerB)) return own(inputs, attrs);
      const outer = tf.broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
      const [a, b] = [inputs.a, inputs.b].map((each) =>
        tf.broadcastTo(each as Tensor, [...outer, ...each.shape.slice(-2)]),
      );
      const products = own({ ...inputs, a, b }, attrs);
      tf.dispose([a, b]);
      return products;
    });
  }
}

/** The gradients of repeated matrices are summed over their repetitions, which TensorFlow.js does not. */
export function correctProductGradient(): void {
  correctGradient('BatchMatMul', (common) => (dy, saved, attrs) => {
    const slopes = common(dy, saved, attrs);
    const [a, b] = saved;
    return { a: () => sumTo(slopes.a(), a.shape), b: () => sumTo(slopes.b(), b.shape) };
  });
}

/** Whether these outer dimensions are those of a single matrix. */
function isMatrix(outer: number[]): boolean {
  return tf.util.sizeFromShape(outer) === 1;
}
