import { tf } from '../tensors.ts';
import { correctKernel, tensorOf } from './correct.ts';

/**
 * Corrects the gradient of bilinear resizing on the JavaScript backend, whose height and width TensorFlow.js 4.22 exchanges in the
 * shape of the result. The values are in the right order.
 */
export function correctBilinearUpsampling(): void {
  correctKernel('cpu', 'ResizeBilinearGrad', ({ inputs, attrs }, original) => {
    return tf.tidy(() => tf.reshape(tensorOf(original(inputs, attrs)), inputs.images.shape));
  });
}
