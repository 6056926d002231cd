import type { Tensor } from '@tensorflow/tfjs-core';
import type { RecurrentAttributes, RecurrentProductAttributes } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import type { NativeKernel } from '../kernel.ts';

/** Gradient of x [batch, steps, inputs] from the gradient of the sums [steps, batch, columns]. */
export const recurrentInputGrad: NativeKernel = {
  kernelName: 'RecurrentInputGrad',
  compute({ inputs: { sums, kernel } }) {
    const [steps, batch, columns] = sums.shape;
    return tf.tidy(() => {
      const dx = tf.matMul(tf.reshape(sums as Tensor, [steps * batch, columns]), kernel as Tensor, false, true);
      return tf.transpose(tf.reshape(dx, [steps, batch, kernel.shape[0]]), [1, 0, 2]);
    });
  },
};

/** Gradient of W, from x [batch, steps, inputs]; or of U if `states` is given, from states or their products with a gate. */
export const recurrentKernelGrad: NativeKernel<RecurrentProductAttributes> = {
  kernelName: 'RecurrentKernelGrad',
  compute({ inputs: { left, sums }, attrs: { states, columns } }) {
    const [steps, batch, all] = sums.shape;
    return tf.tidy(() => {
      const inputs = left.shape[2];
      const rows =
        states === undefined
          ? stepsFirst(left as Tensor)
          : tf.reshape(tf.slice(left as Tensor, states, steps), [steps * batch, inputs]);
      const flat = tf.reshape(sums as Tensor, [steps * batch, all]);
      const [from, to] = columns ?? [0, all];
      return tf.matMul(rows, to - from < all ? tf.slice(flat, [0, from], [-1, to - from]) : flat, true);
    });
  },
};

/** Returns the output of a layer from its states [steps + 1, batch, units], which lie in the order of the input. */
export function outputOf(hidden: Tensor, { sequences, backwards, reversed }: RecurrentAttributes): Tensor {
  const [places, batch, units] = hidden.shape;
  const steps = places - 1;
  if (!sequences) return tf.reshape(tf.slice(hidden, [backwards ? 0 : steps, 0, 0], [1, batch, units]), [batch, units]);
  const outputs = tf.slice(hidden, [backwards ? 0 : 1, 0, 0], [steps, batch, units]);
  return tf.transpose(backwards === reversed ? outputs : tf.reverse(outputs, 0), [1, 0, 2]);
}

/** Returns [batch, steps, inputs] as [steps * batch, inputs]. */
export function stepsFirst(x: Tensor): Tensor {
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [-1, x.shape[2] as number]);
}
