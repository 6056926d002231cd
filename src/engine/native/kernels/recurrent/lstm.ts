import type { Tensor } from '@tensorflow/tfjs-core';
import type { RecurrentAttributes } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import { addBias } from '../activation.ts';
import { bindingTensor, type NativeKernel } from '../kernel.ts';
import { outputOf, stepsFirst } from './steps.ts';

/**
 * An LSTM over a whole sequence, with tanh and an initial state of zeros. Operands and results are as in the WebAssembly kernel of
 * the same name. One product covers the inputs of all steps; the binding then iterates over the steps.
 */
export const lstm: NativeKernel<RecurrentAttributes> = {
  kernelName: 'Lstm',
  compute({ inputs: { x, kernel, recurrentKernel, bias, mask }, attrs, backend }) {
    return tf.tidy(() => {
      const [batch, steps] = x.shape;
      const units = recurrentKernel.shape[0];
      const gates = addBias(tf.matMul(stepsFirst(x as Tensor), kernel as Tensor), bias); // sums, which become gates
      const ids = backend.getInputTensorIds([gates, recurrentKernel, ...(mask ? [mask] : [])]);
      const [cells, hidden] = backend.binding
        .lstmSteps(ids, batch, attrs.hard, attrs.backwards)
        .map((id) => bindingTensor(backend, id, [steps + 1, batch, units]));
      const output = outputOf(hidden, attrs);
      return attrs.kept ? [output, tf.reshape(gates, [steps, batch, 4 * units]), cells, hidden] : [output];
    });
  },
};

/** Backpropagation through time: the gradient of the sums [steps, batch, 4 units] from the gradient of the output. */
export const lstmGrad: NativeKernel<RecurrentAttributes> = {
  kernelName: 'LstmGrad',
  compute({ inputs: { dy, recurrentKernel, gates, cells, mask }, attrs, backend }) {
    const { sequences, hard, backwards, reversed } = attrs;
    const ids = backend.getInputTensorIds([dy, recurrentKernel, gates, cells, ...(mask ? [mask] : [])]);
    const id = backend.binding.lstmStepsGrad(ids, sequences, hard, backwards, reversed);
    return bindingTensor(backend, id, gates.shape);
  },
};
