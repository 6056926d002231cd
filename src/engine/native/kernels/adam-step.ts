import type { NativeKernel } from './kernel.ts';

interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate, corrected for the bias of the first moment. */
  readonly step: number;
  /** Of the bias of the second moment: √(1 − β2^t). */
  readonly correction: number;
}

/** One step of Adam: returns the weights after it, and changes the moments in place. */
export const adamStep: NativeKernel<AdamAttributes> = {
  kernelName: 'AdamStep',
  compute({ inputs: { weights, gradient, first, second }, attrs, backend }) {
    const ids = backend.getInputTensorIds([weights, gradient, first, second]);
    const { beta1, beta2, step, correction, epsilon } = attrs;
    return backend.createOutputTensor(backend.binding.adamStep(ids, [beta1, beta2, step, correction, epsilon]));
  },
};
