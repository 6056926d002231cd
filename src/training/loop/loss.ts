import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../../engine/tensors.ts';

/**
 * Returns the mean softmax cross-entropy of a batch, computed on logits.
 *
 *   L = 1/b · Σ_i (log Σ_j exp z_ij − z_iy)      (nats)
 *
 * @param logits - z [batch, classes]
 * @param labels - y [batch], int32
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tf.tidy(() => tf.losses.softmaxCrossEntropy(tf.oneHot(labels, logits.shape[1]), logits) as Scalar);
}
