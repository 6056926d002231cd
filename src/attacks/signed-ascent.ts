import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import type { AttackedBatch } from './contract.ts';
import { crossEntropyGradient } from './cross-entropy.ts';

/**
 * Steepest ascent of the cross-entropy in L-inf: what FGSM, BIM and PGD share.
 *
 *   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t)),   clip to [x - epsilon, x + epsilon] and to the input range, sign(0) = 0
 *
 * Both clips are one pair of bounds, computed once.
 *
 * @param start - x_0 [batch, ...itemShape]
 * @returns x_steps; call it inside a tidy, which frees what it leaves behind
 */
export function signedAscent(batch: AttackedBatch, start: Tensor, steps: number, stepSize: number): Tensor {
  const { classifier, x, y, epsilon } = batch;
  const [lowest, highest] = classifier.inputRange;
  const low = tf.maximum(tf.sub(x, epsilon), lowest);
  const high = tf.minimum(tf.add(x, epsilon), highest);
  const length = tf.scalar(stepSize);
  const gradient = crossEntropyGradient(classifier, y);

  let current = start.clone();
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const moved = tf.add(current, tf.mul(tf.sign(gradient(current)), length));
      return tf.minimum(tf.maximum(moved, low), high);
    });
    current.dispose();
    current = next;
  }
  return current;
}
