import { type Tensor, type Variable, tf } from '../../../../src/engine/tensors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { randomTensor } from '../both-engines.ts';

/**
 * Gives a layer random weights and returns its output, the gradients of its weighted sum with respect to the input and each
 * trainable weight, and its other weights, which the call may have changed. Frees the layer.
 *
 * @param mask - the mask of the input, or undefined
 */
export function outputAndGradients(layer: Layer, x: Tensor, training: boolean, seed: number, mask?: Tensor): Tensor[] {
  const apply = (input: Tensor): Tensor => layer.apply(input, { training, ...(mask && { mask }) }) as Tensor;
  apply(x);
  layer.setWeights(layer.weights.map(({ shape }, i) => weightsOf(shape as number[], seed + i)));
  const y = apply(x);
  const direction = randomTensor(y.shape, seed + 99);
  const along = (input: Tensor) => tf.sum<tf.Scalar>(tf.mul(apply(input), direction));
  const variables = layer.trainableWeights.map((weight) => weight.read() as Variable);
  const grads = variables.length > 0 ? tf.variableGrads(() => along(x), variables).grads : {};
  const dx = tf.grad(along)(x);
  const others = layer.nonTrainableWeights.map((weight) => tf.clone(weight.read()));
  layer.dispose();
  return [y, dx, ...variables.map(({ name }) => grads[name]), ...others];
}

/** Positive numbers for vectors, which may be variances; otherwise numbers of both signs, small enough not to saturate gates. */
function weightsOf(shape: number[], seed: number): Tensor {
  const drawn = randomTensor(shape, seed);
  return shape.length === 1 ? tf.abs(drawn) : tf.mul(0.5, drawn);
}
