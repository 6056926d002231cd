import type { AdamAttributes } from '../../kernels/attributes.ts';
import { bindingTensor, type NativeKernel } from './kernel.ts';

/** One step of Adam: returns the updated weights and updates the moments in place. */
export const adamStep: NativeKernel<AdamAttributes> = {
  kernelName: 'AdamStep',
  compute({ inputs: { weights, gradient, first, second }, attrs, backend }) {
    const ids = backend.getInputTensorIds([weights, gradient, first, second]);
    const { beta1, beta2, step, correction, epsilon } = attrs;
    const after = backend.binding.adamStep(ids, [beta1, beta2, step, correction, epsilon]);
    return bindingTensor(backend, after, weights.shape);
  },
};
