import type { PoolAttributes } from '../kernels/attributes.ts';
import { tf, type Tensor } from '../tensors.ts';
import { correctKernel } from './correct.ts';
import { explicit } from './numeric-padding.ts';

/**
 * Corrects the gradient of average pooling on the JavaScript backend. TensorFlow.js divides by the size of the whole window even
 * if padding cuts it; the average counts only the values inside the input.
 */
export function correctAveragePoolGradient(): void {
  correctKernel<PoolAttributes>('cpu', 'AvgPoolGrad', ({ inputs: { dy, input }, attrs: options }, original) => {
    const attrs = explicit(options);
    const enlarged = tf.tidy(() => tf.div(dy as Tensor, filledPart(input.shape, attrs)));
    const dx = original({ dy: enlarged, input }, attrs);
    enlarged.dispose();
    return dx;
  });
}

/** Returns the fraction of each window that lies inside the input, [1, rows, columns, 1]. */
export function filledPart(shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): Tensor {
  const input = shape as [number, number, number, number];
  const g = tf.backend_util.computePool2DInfo(input, filterSize, strides, 1, pad, dimRoundingMode);
  const along = (outputs: number, stride: number, before: number, extent: number, size: number): Float32Array =>
    Float32Array.from({ length: outputs }, (_, i) => {
      const start = i * stride - before;
      return (Math.min(start + extent, size) - Math.max(start, 0)) / extent;
    });
  const rows = along(g.outHeight, g.strideHeight, g.padInfo.top, g.filterHeight, g.inHeight);
  const columns = along(g.outWidth, g.strideWidth, g.padInfo.left, g.filterWidth, g.inWidth);
  return tf.mul(tf.tensor4d(rows, [1, rows.length, 1, 1]), tf.tensor4d(columns, [1, 1, columns.length, 1]));
}
