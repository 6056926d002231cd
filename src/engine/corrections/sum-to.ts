import { tf, type Tensor } from '../tensors.ts';

/** Sums over what broadcasting repeated: the gradient of an operand of this shape. */
export function sumTo(slope: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, slope.shape);
  return axes.length === 0 ? slope : tf.reshape(tf.sum(slope, axes), shape);
}
