import type { Tensor } from '@tensorflow/tfjs-core';
import type { LstmAttributes } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';
import { addBias } from './activation.ts';
import { bindingTensor, type NativeKernel } from './kernel.ts';

/**
 * An LSTM over a whole sequence, with tanh and an initial state of zeros. Operands and results are as in the WebAssembly kernel of
 * the same name. One product covers the inputs of all steps; the binding then iterates over the steps.
 */
export const lstm: NativeKernel<LstmAttributes> = {
  kernelName: 'Lstm',
  compute({ inputs: { x, kernel, recurrentKernel, bias }, attrs: { hard, sequences }, backend }) {
    return tf.tidy(() => {
      const [batch, steps] = x.shape;
      const units = recurrentKernel.shape[0];
      const gates = addBias(tf.matMul(stepsFirst(x as Tensor), kernel as Tensor), bias); // sums, which become gates
      const ids = backend.getInputTensorIds([gates, recurrentKernel]);
      const [cells, hidden] = backend.binding
        .lstmSteps(ids, batch, hard)
        .map((id) => bindingTensor(backend, id, [steps + 1, batch, units]));
      const output = sequences
        ? tf.transpose(tf.slice(hidden, [1, 0, 0]), [1, 0, 2])
        : tf.reshape(tf.slice(hidden, [steps, 0, 0]), [batch, units]);
      return [output, tf.reshape(gates, [steps, batch, 4 * units]), cells, hidden];
    });
  },
};

/** Backpropagation through time: the gradient of the gates' sums [steps, batch, 4 units] from the gradient of the output. */
export const lstmGrad: NativeKernel<LstmAttributes> = {
  kernelName: 'LstmGrad',
  compute({ inputs: { dy, recurrentKernel, gates, cells }, attrs: { hard, sequences }, backend }) {
    const ids = backend.getInputTensorIds([dy, recurrentKernel, gates, cells]);
    return bindingTensor(backend, backend.binding.lstmStepsGrad(ids, sequences, hard), gates.shape);
  },
};

/** Gradient of x [batch, steps, inputs] from the gradient of the gates' sums. */
export const lstmInputGrad: NativeKernel = {
  kernelName: 'LstmInputGrad',
  compute({ inputs: { sums, kernel } }) {
    const [steps, batch, columns] = sums.shape;
    return tf.tidy(() => {
      const dx = tf.matMul(tf.reshape(sums as Tensor, [steps * batch, columns]), kernel as Tensor, false, true);
      return tf.transpose(tf.reshape(dx, [steps, batch, kernel.shape[0]]), [1, 0, 2]);
    });
  },
};

/** Gradient of W, from x [batch, steps, inputs]; or of U if `states` is set, from h [steps + 1, batch, units]. */
export const lstmKernelGrad: NativeKernel<{ readonly states: boolean }> = {
  kernelName: 'LstmKernelGrad',
  compute({ inputs: { left, sums }, attrs: { states } }) {
    const [steps, batch, columns] = sums.shape;
    return tf.tidy(() => {
      const units = left.shape[2];
      const rows = states
        ? tf.reshape(tf.slice(left as Tensor, 0, steps), [steps * batch, units])
        : stepsFirst(left as Tensor);
      return tf.matMul(rows, tf.reshape(sums as Tensor, [steps * batch, columns]), true);
    });
  },
};

/** Returns [batch, steps, inputs] as [steps * batch, inputs]. */
function stepsFirst(x: Tensor): Tensor {
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [-1, x.shape[2] as number]);
}
