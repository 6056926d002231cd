import { tf } from '../tensors.ts';
import type { Completion } from './complete.ts';
import { differentiable, runKernel, runKernels } from './differentiable.ts';
import { attributesOf, isOneKernel, operandsOf, type Recurrent } from './recurrent.ts';

/**
 * An LSTM as one kernel for the whole sequence instead of about twenty per step. The stock implementation runs for activations
 * other than tanh, for dropout, and for states that are passed in or returned.
 */
export const lstm: Completion<Recurrent> = {
  className: 'LSTM',
  kernels: ['Lstm', 'LstmGrad', 'RecurrentInputGrad', 'RecurrentKernelGrad'],
  applies: isOneKernel,
  call(layer, input, kwargs) {
    const attrs = attributesOf(layer, kwargs);
    const { mask, ...inputs } = operandsOf(layer, input, kwargs);
    const masked = mask && { mask };
    return differentiable({
      inputs,
      forward(save) {
        const [output, ...kept] = runKernels('Lstm', { ...inputs, ...masked }, attrs);
        const { x, kernel, recurrentKernel } = inputs;
        if (attrs.kept) save([x, kernel, recurrentKernel, ...kept, ...(mask ? [mask] : [])]);
        return output;
      },
      backward(dy, [x, kernel, recurrentKernel, gates, cells, hidden, keptMask]) {
        const operands = { dy, recurrentKernel, gates, cells, ...(keptMask && { mask: keptMask }) };
        const sums = runKernel('LstmGrad', operands, attrs);
        return {
          x: () => runKernel('RecurrentInputGrad', { sums, kernel }),
          kernel: () => runKernel('RecurrentKernelGrad', { left: x, sums }),
          recurrentKernel: () =>
            runKernel('RecurrentKernelGrad', { left: hidden, sums }, { states: Number(attrs.backwards) }),
          bias: () => tf.sum(sums, [0, 1]),
        };
      },
    });
  },
};
