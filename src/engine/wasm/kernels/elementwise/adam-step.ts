import type { AdamAttributes } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import type { Kernel } from '../kernel.ts';
import { pointers } from '../memory.ts';
import { kernels } from '../module.ts';

/** One step of Adam: returns the updated weights and updates the moments in place. */
export const adamStep: Kernel<AdamAttributes> = {
  kernelName: 'AdamStep',
  compute({ inputs: { weights, gradient, first, second }, attrs, backend }) {
    const output = backend.makeOutput(weights.shape, 'float32');
    const places = pointers(backend, weights, gradient, first, second, output);
    const { beta1, beta2, step, correction, epsilon } = attrs;
    kernels().adamStep(...places, tf.util.sizeFromShape(weights.shape), beta1, beta2, step, correction, epsilon);
    return output;
  },
};
