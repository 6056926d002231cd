import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../../tensors.ts';
import type { Kernel } from '../kernel.ts';
import { kernels, pointer } from '../module.ts';

/** dx = dy where x > 0, else 0: one pass instead of three. */
export const reluGrad: Kernel = {
  kernelName: 'ReluGrad',
  compute({ inputs: { x, dy }, backend }) {
    const output = backend.makeOutput(x.shape, 'float32');
    kernels().reluGradient(
      pointer(backend, x),
      pointer(backend, dy),
      pointer(backend, output),
      tf.util.sizeFromShape(x.shape),
    );
    return output;
  },
};

/** Makes the gradient of relu use the kernel wherever this engine is in use; other engines keep theirs. */
export function registerReluGradient(): void {
  const common = tf.getGradient('Relu');
  tf.registerGradient({
    ...common,
    gradFunc: (dy, saved, attrs) => {
      if (!tf.getKernel('ReluGrad', tf.getBackend())) return common.gradFunc(dy, saved, attrs);
      return { x: () => tf.engine().runKernel('ReluGrad', { x: saved[0], dy: dy as Tensor }) as Tensor };
    },
  });
}
