import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { ActivationAttributes } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';

/** Returns x with a bias [channels] added to every row; a bias of another shape is broadcast. */
export function addBias(x: Tensor, bias: TensorInfo | undefined): Tensor {
  return bias ? tf.add(x, bias as Tensor) : x;
}

/** Returns x after the activation of a fused kernel. */
export function activate(x: Tensor, { activation, leakyreluAlpha }: ActivationAttributes, prelu?: Tensor): Tensor {
  switch (activation ?? 'linear') {
    case 'linear':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'elu':
      return tf.elu(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'leakyrelu':
      return tf.leakyRelu(x, leakyreluAlpha);
    case 'prelu':
      return tf.prelu(x, prelu as Tensor);
    default:
      throw new TypeError(`The activation is "${activation}", which fused kernels of this engine do not support.`);
  }
}
