import { tf, type Tensor } from '../tensors.ts';

/** Returns the gradient of a broadcast operand: the slopes summed over its repetitions, to its shape. */
export function sumTo(slope: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, slope.shape);
  return axes.length === 0 ? slope : tf.reshape(tf.sum(slope, axes), shape);
}
