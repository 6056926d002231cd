import { selectRows } from '../../engine/operations/select-rows.ts';
import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import { NumericalError } from '../../errors.ts';
import { largestOf } from '../../matrix/rows.ts';
import { clipToBall, perturbationSize } from '../../norms/ball.ts';
import { rounding } from '../../norms/distance.ts';
import type { Norm } from '../../norms/norm.ts';
import type { QueriedBatch, QueriedModel } from '../contract.ts';

/**
 * Moves candidates into the ball and the input range before success is checked. Candidates of a minimal attack beyond epsilon
 * fall back to the clean input: they are failures at this epsilon, as in a curve over many. NaN stays NaN.
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
    return tf.add(clipped, tf.mul(candidates, 0)); // clipping removes NaN on WebAssembly; this restores it
  });
}

function withinReach(candidates: Tensor, x: Tensor, epsilon: number, norm: Norm): Tensor {
  const near = tf.lessEqual(perturbationSize(tf.sub(candidates, x), norm), epsilon * rounding); // [batch, 1, …]
  return selectRows(tf.reshape(near, [x.shape[0]]), candidates, x);
}

/**
 * The predicted class of each input, [count]; of equal scores, the first counts.
 *
 * @throws NumericalError if a score is not finite, because such a prediction proves nothing
 */
export async function predictedClasses(
  owner: string,
  model: QueriedModel,
  inputs: Float32Array,
  count: number,
): Promise<Int32Array> {
  const { data } = await model.predict(inputs, count); // [count, classes]
  checkFinite(owner, data, `a logit of "${model.name}"`);
  return largestOf(data, model.classes);
}

/** @throws NumericalError if a value is not finite */
export function checkFinite(owner: string, values: Float32Array, what = 'an adversarial input'): void {
  let at = 0;
  while (at < values.length && Number.isFinite(values[at])) at++;
  if (at === values.length) return;
  throw new NumericalError(
    `${owner}: ${what} is ${values[at]}.\nExpected finite numbers.\nCheck the weights of the model for NaN and overflow.`,
  );
}
