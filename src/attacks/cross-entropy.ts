import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../engine/tensors.ts';
import type { Classifier } from '../models/contract.ts';

/**
 * The gradient of the summed cross-entropy with respect to the input, as a function of the input.
 *
 *   L = -sum_i log softmax(z_i)[y_i],   dL/dz_j = p_j for j != y,   dL/dz_y = -sum_{j != y} p_j
 *
 * Deviation: dL/dz_y is written as p_y - 1 elsewhere (PyTorch, TensorFlow.js), which in float32 is rounding noise or 0 where
 * the model is sure of its class; the sum keeps its sign right, so that confidence cannot pass for robustness.
 *
 * Summed, not averaged, so that an input's gradient does not depend on the batch that it stands in. Given in closed form,
 * the loss itself is never computed; the weights are no arguments of the function, so that their gradients are not either.
 *
 * @param y - labels [batch], int32
 * @returns maps x [batch, ...itemShape] to dL/dx of the same shape; it holds tensors that live in the caller's tidy
 */
export function crossEntropyGradient(classifier: Classifier, y: Tensor1D): (x: Tensor) => Tensor {
  const onehot = tf.oneHot(y, classifier.classes); // [batch, classes]
  const others = tf.sub(1, onehot);
  const slope = (logits: Tensor): Tensor => {
    const wrong = tf.mul(tf.softmax(logits as Tensor2D), others); // p_j, and 0 at y
    return tf.sub(wrong, tf.mul(tf.sum(wrong, 1, true), onehot));
  };
  const loss = tf.customGrad((logits, save) => {
    (save as (tensors: Tensor[]) => void)([logits as Tensor]);
    return { value: tf.scalar(0), gradFunc: (_: Tensor, saved: Tensor[]) => [slope(saved[0])] };
  });
  return tf.grad((x) => loss(classifier.logits(x)));
}
