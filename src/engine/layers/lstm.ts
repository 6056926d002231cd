import type { LstmAttributes } from '../kernels/attributes.ts';
import { tf, type Tensor, type Tensor3D } from '../tensors.ts';
import type { Activation, Completion, Weight } from './complete.ts';
import { differentiable, runKernel, runKernels } from './differentiable.ts';

interface Lstm {
  readonly cell: {
    readonly kernel: Weight;
    readonly recurrentKernel: Weight;
    readonly bias: Weight | null;
    readonly activation: Activation;
    readonly recurrentActivation: Activation;
    readonly dropout: number;
    readonly recurrentDropout: number;
  };
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
}

/**
 * An LSTM as one kernel for the whole sequence instead of about twenty per step. The stock implementation runs for activations
 * other than tanh, for dropout and masks, and for states that are passed in or returned.
 */
export const lstm: Completion<Lstm> = {
  className: 'LSTM',
  kernels: ['Lstm', 'LstmGrad', 'LstmInputGrad', 'LstmKernelGrad'],
  applies: ({ cell, returnState, stateful }, x, { mask, initialState }) =>
    cell.activation.getClassName() === 'tanh' &&
    ['sigmoid', 'hardSigmoid'].includes(cell.recurrentActivation.getClassName()) &&
    cell.dropout === 0 &&
    cell.recurrentDropout === 0 &&
    !(returnState || stateful || mask || initialState) &&
    x.rank === 3 &&
    x.size > 0,
  call({ cell, returnSequences, goBackwards }, x) {
    const hard = cell.recurrentActivation.getClassName() === 'hardSigmoid';
    const weights = [cell.kernel, cell.recurrentKernel, ...(cell.bias ? [cell.bias] : [])].map((weight) =>
      weight.read(),
    );
    const inOrder = goBackwards ? tf.reverse(x as Tensor3D, 1) : x;
    return overSequence(inOrder, weights, { hard, sequences: returnSequences });
  },
};

function overSequence(x: Tensor, [kernel, recurrentKernel, bias]: Tensor[], attrs: LstmAttributes): Tensor {
  return differentiable({
    inputs: { x, kernel, recurrentKernel, bias },
    forward(save) {
      const operands = { x, kernel, recurrentKernel, ...(bias && { bias }) };
      const [output, gates, cells, hidden] = runKernels('Lstm', operands, attrs);
      save([x, kernel, recurrentKernel, gates, cells, hidden]);
      return output;
    },
    backward(dy, [x, kernel, recurrentKernel, gates, cells, hidden]) {
      const sums = runKernel('LstmGrad', { dy, recurrentKernel, gates, cells }, attrs);
      return {
        x: () => runKernel('LstmInputGrad', { sums, kernel }),
        kernel: () => runKernel('LstmKernelGrad', { left: x, sums }, { states: false }),
        recurrentKernel: () => runKernel('LstmKernelGrad', { left: hidden, sums }, { states: true }),
        bias: () => tf.sum(sums, [0, 1]),
      };
    },
  });
}
