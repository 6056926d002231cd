import { selectRows } from '../../engine/operations/select-rows.ts';
import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import { clipToBall, perturbationSize } from '../../norms/ball.ts';
import type { QueriedBatch } from '../contract.ts';
import type { Norm } from '../../norms/norm.ts';

/** What float32 may add to the size of a perturbation that lies on the border. */
const rounding = 1 + 1e-6;

/**
 * What the judge gets to see of candidates: inside the ball and the input range. Those of a minimal attack that are
 * further away than epsilon fall back to the clean input, so that they count for what they are: a failure at this
 * epsilon, as in a curve over many. NaN stays NaN.
 *
 * @param candidates - [batch, ...itemShape]
 * @returns a tensor of the same shape; the caller disposes of it
 */
export function bounded(
  candidates: Tensor,
  { x, epsilon, classifier }: QueriedBatch,
  norm: Norm,
  minimal: boolean,
): Tensor {
  return tf.tidy(() => {
    const counted = minimal ? withinReach(candidates, x, epsilon, norm) : candidates;
    const clipped = clipToBall(counted, x, epsilon, norm, classifier.inputRange);
    return tf.add(clipped, tf.mul(candidates, 0)); // clipping swallows NaN on WebAssembly; this brings it back
  });
}

function withinReach(candidates: Tensor, x: Tensor, epsilon: number, norm: Norm): Tensor {
  const near = tf.lessEqual(perturbationSize(tf.sub(candidates, x), norm), epsilon * rounding); // [batch, 1, …]
  return selectRows(tf.reshape(near, [x.shape[0]]), candidates, x);
}
