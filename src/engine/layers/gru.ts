import type { GruAttributes } from '../kernels/attributes.ts';
import { tf, type Tensor } from '../tensors.ts';
import type { Completion } from './complete.ts';
import { differentiable, runKernel, runKernels } from './differentiable.ts';
import { attributesOf, isOneKernel, operandsOf, type Recurrent } from './recurrent.ts';

interface Gru extends Recurrent {
  readonly cell: Recurrent['cell'] & { readonly resetAfter?: boolean };
}

/**
 * A GRU as one kernel for the whole sequence instead of about twenty per step, in both of its forms. The stock implementation runs
 * for activations other than tanh, for dropout, and for states that are passed in or returned.
 */
export const gru: Completion<Gru> = {
  className: 'GRU',
  kernels: ['Gru', 'GruGrad', 'RecurrentInputGrad', 'RecurrentKernelGrad'],
  applies: isOneKernel,
  call(layer, input, kwargs) {
    const attrs: GruAttributes = { ...attributesOf(layer, kwargs), after: layer.cell.resetAfter === true };
    const { mask, ...inputs } = operandsOf(layer, input, kwargs);
    const masked = mask && { mask };
    return differentiable({
      inputs,
      forward(save) {
        const [output, ...kept] = runKernels('Gru', { ...inputs, ...masked }, attrs);
        const { x, kernel, recurrentKernel } = inputs;
        if (attrs.kept) save([x, kernel, recurrentKernel, ...kept, ...(mask ? [mask] : [])]);
        return output;
      },
      backward(dy, [x, kernel, recurrentKernel, gates, q, hidden, keptMask]) {
        const operands = { dy, recurrentKernel, gates, q, hidden, ...(keptMask && { mask: keptMask }) };
        const [sums, ofState = sums] = runKernels('GruGrad', operands, attrs);
        const bySum = (gradient: Tensor): Tensor => tf.sum(gradient, [0, 1]);
        return {
          x: () => runKernel('RecurrentInputGrad', { sums, kernel }),
          kernel: () => runKernel('RecurrentKernelGrad', { left: x, sums }),
          recurrentKernel: () => recurrentKernelGrad({ sums: ofState, q, hidden }, attrs),
          bias: () => (attrs.after ? tf.stack([bySum(sums), bySum(ofState)]) : bySum(sums)),
        };
      },
    });
  },
};

interface Saved {
  readonly sums: Tensor;
  readonly q: Tensor;
  readonly hidden: Tensor;
}

function recurrentKernelGrad({ sums, q, hidden }: Saved, { after, backwards }: GruAttributes): Tensor {
  const states = Number(backwards);
  if (after) return runKernel('RecurrentKernelGrad', { left: hidden, sums }, { states });
  const units = q.shape[2] as number;
  const ofGates = runKernel('RecurrentKernelGrad', { left: hidden, sums }, { states, columns: [0, 2 * units] });
  const ofCandidate = runKernel(
    'RecurrentKernelGrad',
    { left: q, sums },
    { states: 0, columns: [2 * units, 3 * units] },
  );
  return tf.concat([ofGates, ofCandidate], 1);
}
