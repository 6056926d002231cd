import { tf } from '../../../tensors.ts';
import type { Kernel } from '../kernel.ts';
import { kernels, pointer } from '../module.ts';

export interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate, corrected for the bias of the first moment. */
  readonly step: number;
  /** Of the bias of the second moment: √(1 − β2^t). */
  readonly correction: number;
}

/** One step of Adam: returns the weights after it, and changes the moments in place. */
export const adamStep: Kernel<AdamAttributes> = {
  kernelName: 'AdamStep',
  compute({ inputs: { weights, gradient, first, second }, attrs, backend }) {
    const output = backend.makeOutput(weights.shape, 'float32');
    const places = [weights, gradient, first, second, output].map((tensor) => pointer(backend, tensor));
    const { beta1, beta2, step, correction, epsilon } = attrs;
    kernels().adamStep(...places, tf.util.sizeFromShape(weights.shape), beta1, beta2, step, correction, epsilon);
    return output;
  },
};
