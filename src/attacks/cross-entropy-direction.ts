import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../engine/tensors.ts';
import type { Classifier } from '../models/contract.ts';

/**
 * The direction of the gradient of the cross-entropy with respect to the input, as a function of the input.
 *
 *   L = -log p_y,   dL/dz = p - onehot(y) = (1 - p_y) (q - onehot(y)),   q the softmax over the classes other than y
 *
 * Deviation: the factor 1 - p_y, positive and one for each input, is left out: what remains is the gradient of the log
 * odds against y. In float32 p_y - 1 is rounding noise or 0 where the model is sure, and an attack that follows it takes
 * confidence for robustness; the sign and the normalised gradient do not depend on the factor.
 *
 * Given in closed form, so that the loss itself is never computed. The weights are no arguments of the function, so that
 * their gradients are not either.
 *
 * @param y - labels [batch], int32
 * @returns maps x [batch, ...itemShape] to a tensor of its shape; it holds tensors that live in the caller's tidy
 */
export function crossEntropyDirection(classifier: Classifier, y: Tensor1D): (x: Tensor) => Tensor {
  const onehot = tf.oneHot(y, classifier.classes); // [batch, classes]
  const exclusion = tf.mul(onehot, 1e9); // lowers the logit of y until its share of the softmax is 0
  const logOdds = tf.customGrad((logits, save) => {
    (save as (tensors: Tensor[]) => void)([logits as Tensor]);
    return {
      value: tf.scalar(0),
      gradFunc: (_: Tensor, [z]: Tensor[]) => [tf.sub(tf.softmax(tf.sub(z, exclusion) as Tensor2D), onehot)],
    };
  });
  return tf.grad((x) => logOdds(classifier.logits(x)));
}
