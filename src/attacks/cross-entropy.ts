import { tf } from '../engine/tensors.ts';
import type { Scalar, Tensor, Tensor1D } from '../engine/tensors.ts';
import type { Classifier } from '../models/contract.ts';

/**
 * The gradient of the summed cross-entropy with respect to the input, as a function of the input.
 *
 *   L = -sum_i log softmax(z_i)[y_i],   dL/dz = softmax(z) - onehot(y)
 *
 * Summed, not averaged, so that an input's gradient does not depend on the batch that it stands in. The gradient of the
 * loss is given in closed form, which saves the tape about twenty kernels a step; the weights are no arguments of the
 * function, so that their gradients are never computed.
 *
 * @param y - labels [batch], int32
 * @returns maps x [batch, ...itemShape] to dL/dx of the same shape; a tensor of its own, `onehot`, lives in the caller's tidy
 */
export function crossEntropyGradient(classifier: Classifier, y: Tensor1D): (x: Tensor) => Tensor {
  const onehot = tf.oneHot(y, classifier.classes); // [batch, classes]
  const loss = tf.customGrad((logits, save) => {
    const logProbabilities = tf.logSoftmax(logits as Tensor);
    (save as (tensors: Tensor[]) => void)([logProbabilities]);
    return {
      value: tf.neg(tf.sum(tf.mul(logProbabilities, onehot))) as Scalar,
      gradFunc: (_: Tensor, saved: Tensor[]) => [tf.sub(tf.exp(saved[0]), onehot)],
    };
  });
  return tf.grad((x) => loss(classifier.logits(x)));
}
