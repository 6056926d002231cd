import { tf } from '../engine/tensors.ts';
import type { Tensor1D, Tensor2D } from '../engine/tensors.ts';

/**
 * The direction of the gradient of the cross-entropy with respect to the logits.
 *
 *   L = -log p_y,   dL/dz = p - onehot(y) = (1 - p_y) (q - onehot(y)),   q the softmax over the classes other than y
 *
 * Deviation: the factor 1 - p_y, one positive number per input, is omitted; the rest is the gradient of the log odds against
 * y. In float32, p_y - 1 is rounding noise or 0 if the model is confident, and an attack that follows it mistakes confidence
 * for robustness. The sign and the normalised gradient do not depend on the factor.
 *
 * @param logits - z [batch, classes]
 * @param y - labels [batch], int32
 * @returns q - onehot(y) [batch, classes]
 */
export function crossEntropySlope(logits: Tensor2D, y: Tensor1D): Tensor2D {
  return tf.tidy(() => {
    const onehot = tf.oneHot(y, logits.shape[1]); // [batch, classes]
    const others = tf.sub(logits, tf.mul(onehot, 1e9)); // lowers the logit of y until its share of the softmax is 0
    return tf.sub(tf.softmax(others as Tensor2D), onehot);
  });
}
