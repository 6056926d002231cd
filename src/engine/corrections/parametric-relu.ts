import { tf, type Tensor } from '../tensors.ts';
import { correctKernel } from './correct.ts';

/**
 * Corrects parametric ReLU whose slopes are shared along axes in the middle or at the end, such as the columns of images. The
 * WebAssembly kernel of TensorFlow.js 4.22 repeats the slopes from the first to the last whatever their shape; here they are repeated
 * first.
 */
export function correctParametricRelu(): void {
  correctKernel('wasm', 'Prelu', ({ inputs: { x, alpha }, attrs }, original) => {
    const own = alpha.shape.slice(alpha.shape.findIndex((size) => size !== 1));
    if (String(own) === String(x.shape.slice(x.shape.length - own.length))) return original({ x, alpha }, attrs);
    const repeated = tf.broadcastTo(alpha as Tensor, x.shape);
    const y = original({ x, alpha: repeated }, attrs);
    repeated.dispose();
    return y;
  });
}
