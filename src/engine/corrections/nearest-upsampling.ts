import { tf, type Tensor } from '../tensors.ts';
import { correctKernel, tensorOf } from './correct.ts';

/**
 * The gradient of resizing by the nearest neighbour on the JavaScript backend, image by image: TensorFlow.js 4.22 takes the
 * slopes of all images but the first from wrong places.
 */
export function correctNearestUpsampling(): void {
  correctKernel('cpu', 'ResizeNearestNeighborGrad', ({ inputs: { dy, images }, attrs }, own) => {
    const [count, ...shape] = images.shape;
    if (count === 1) return own({ dy, images }, attrs);
    return tf.tidy(() => {
      const image = tf.zeros([1, ...shape]);
      const slopes = tf.split(dy as Tensor, count);
      return tf.concat(slopes.map((slope) => tensorOf(own({ dy: slope, images: image }, attrs))));
    });
  });
}
