import { tf } from '../tensors.ts';
import type { Completion } from './complete.ts';
import { differentiable, runKernel, runKernels } from './differentiable.ts';
import { attributesOf, isOneKernel, operandsOf, type Recurrent } from './recurrent.ts';

/** A simple recurrent layer with tanh as one kernel for the whole sequence. Other activations and dropout run the stock one. */
export const simpleRnn: Completion<Recurrent> = {
  className: 'SimpleRNN',
  kernels: ['SimpleRnn', 'SimpleRnnGrad', 'RecurrentInputGrad', 'RecurrentKernelGrad'],
  applies: isOneKernel,
  call(layer, input, kwargs) {
    const attrs = attributesOf(layer, kwargs);
    const { mask, ...inputs } = operandsOf(layer, input, kwargs);
    return differentiable({
      inputs,
      forward(save) {
        const [output, ...kept] = runKernels('SimpleRnn', { ...inputs, ...(mask && { mask }) }, attrs);
        const { x, kernel, recurrentKernel } = inputs;
        if (attrs.kept) save([x, kernel, recurrentKernel, ...kept, ...(mask ? [mask] : [])]);
        return output;
      },
      backward(dy, [x, kernel, recurrentKernel, hidden, keptMask]) {
        const operands = { dy, recurrentKernel, hidden, ...(keptMask && { mask: keptMask }) };
        const sums = runKernel('SimpleRnnGrad', operands, attrs);
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
