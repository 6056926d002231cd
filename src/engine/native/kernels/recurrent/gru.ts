import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { GruAttributes } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import { addBias } from '../activation.ts';
import { bindingTensor, type NativeKernel } from '../kernel.ts';
import { outputOf, stepsFirst } from './steps.ts';

/**
 * A GRU over a whole sequence, with tanh and an initial state of zeros. Operands and results are as in the WebAssembly kernel of the
 * same name. One product covers the inputs of all steps; the binding then iterates over the steps.
 */
export const gru: NativeKernel<GruAttributes> = {
  kernelName: 'Gru',
  compute({ inputs: { x, kernel, recurrentKernel, bias, mask }, attrs, backend }) {
    return tf.tidy(() => {
      const [batch, steps] = x.shape;
      const units = recurrentKernel.shape[0];
      const { ofInput, ofCandidate } = biases(bias, units, attrs.after);
      const gates = addBias(tf.matMul(stepsFirst(x as Tensor), kernel as Tensor), ofInput); // sums, which become gates
      const ids = backend.getInputTensorIds([gates, recurrentKernel, ofCandidate, ...(mask ? [mask] : [])]);
      const [q, hidden] = backend.binding
        .gruSteps(ids, batch, attrs.hard, attrs.after, attrs.backwards)
        .map((id, i) => bindingTensor(backend, id, [steps + i, batch, units]));
      const output = outputOf(hidden, attrs);
      return attrs.kept ? [output, tf.reshape(gates, [steps, batch, 3 * units]), q, hidden] : [output];
    });
  },
};

/** What is added to the sums of the input's part, if anything, and to the candidate's sum of the state's part. */
function biases(bias: TensorInfo | undefined, units: number, after: boolean) {
  if (!bias || !after) return { ofInput: bias, ofCandidate: tf.zeros([units]) };
  const [b, c] = tf.unstack(bias as Tensor);
  const ofGates = tf.concat([tf.slice(c, 0, 2 * units), tf.zeros([units])]);
  return { ofInput: tf.add(b, ofGates), ofCandidate: tf.slice(c, 2 * units, units) };
}

/**
 * Backpropagation through time: the gradients of the sums of the input's part and, with `after`, of the state's part, both
 * [steps, batch, 3 units].
 */
export const gruGrad: NativeKernel<GruAttributes> = {
  kernelName: 'GruGrad',
  compute({ inputs: { dy, recurrentKernel, gates, q, hidden, mask }, attrs, backend }) {
    const { sequences, hard, after, backwards, reversed } = attrs;
    const ids = backend.getInputTensorIds([dy, recurrentKernel, gates, q, hidden, ...(mask ? [mask] : [])]);
    return backend.binding
      .gruStepsGrad(ids, sequences, hard, after, backwards, reversed)
      .map((id) => bindingTensor(backend, id, gates.shape));
  },
};
