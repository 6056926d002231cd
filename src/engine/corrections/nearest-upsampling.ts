import { tf, type Tensor } from '../tensors.ts';
import { correctKernel, tensorOf } from './correct.ts';

/**
 * Corrects the gradient of nearest-neighbour resizing on the JavaScript backend by computing it image by image. TensorFlow.js
 * 4.22 reads the slopes of all images but the first from wrong positions.
 */
export function correctNearestUpsampling(): void {
  correctKernel('cpu', 'ResizeNearestNeighborGrad', ({ inputs: { dy, images }, attrs }, original) => {
    const [count, ...shape] = images.shape;
    if (count === 1) return original({ dy, images }, attrs);
    return tf.tidy(() => {
      const image = tf.zeros([1, ...shape]);
      const slopes = tf.split(dy as Tensor, count);
      return tf.concat(slopes.map((slope) => tensorOf(original({ dy: slope, images: image }, attrs))));
    });
  });
}
