import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import type { Norm } from './norm.ts';
import { boundAt, isShared, type InputRange } from './range.ts';

/**
 * Moves candidates into the ball of radius epsilon around x and into the input range. In L-inf and L2 it projects. In L1 it
 * scales; the result is inside the ball, but not its nearest point. L0, the number of changed values, has no useful
 * projection: a candidate that changes more than epsilon values falls back to x.
 *
 * Clipping to the range after the ball cannot leave the ball, because x lies in the range.
 *
 * @param candidates - [batch, ...itemShape]
 * @param x - clean inputs, same shape
 * @returns a new tensor of the same shape
 */
export function clipToBall(candidates: Tensor, x: Tensor, epsilon: number, norm: Norm, range: InputRange): Tensor {
  return tf.tidy(() => {
    const shift = tf.sub(candidates, x);
    const radius = Math.fround(epsilon);
    // clipByValue with fixed bounds is 40 times as fast on WebAssembly as minimum and maximum of tensors
    const inside =
      norm === 'linf' ? tf.clipByValue(shift, -radius, radius) : tf.mul(shift, shrinkage(shift, radius, norm));
    return clipToRange(tf.add(x, inside), range);
  });
}

/** Moves values [batch, ...itemShape] into the input range; a new tensor. */
export function clipToRange(values: Tensor, range: InputRange): Tensor {
  if (isShared(range)) return tf.clipByValue(values, ...range);
  return tf.tidy(() => {
    const [lowest, highest] = range.map((bound) => perValue(values, (i) => boundAt(bound, i)));
    return tf.minimum(tf.maximum(values, lowest), highest);
  });
}

/** A tensor with one number per value of an item, [1, ...itemShape], for broadcasting over a batch. */
export function perValue({ shape, size }: Tensor, of: (value: number) => number): Tensor {
  return tf.tensor(
    Float32Array.from({ length: size / shape[0] }, (_, value) => of(value)),
    [1, ...shape.slice(1)],
  );
}

/** The factor in [0, 1] that brings each perturbation into the ball, [batch, 1, …]. */
function shrinkage(shift: Tensor, epsilon: number, norm: 'l2' | 'l1' | 'l0'): Tensor {
  const size = perturbationSize(shift, norm);
  if (norm === 'l0') return tf.cast(tf.lessEqual(size, epsilon), 'float32');
  if (epsilon === Infinity) return tf.onesLike(size);
  return tf.div(epsilon, tf.maximum(size, Math.max(epsilon, smallest)));
}

/** Avoids division by zero. */
const smallest = 1e-30;

/** The size of each perturbation in a norm, [batch, 1, …] for broadcasting. */
export function perturbationSize(shift: Tensor, norm: Norm): Tensor {
  const axes = shift.shape.slice(1).map((_, axis) => axis + 1);
  switch (norm) {
    case 'linf':
      return tf.max(tf.abs(shift), axes, true);
    case 'l2':
      return tf.sqrt(tf.sum(tf.square(shift), axes, true));
    case 'l1':
      return tf.sum(tf.abs(shift), axes, true);
    case 'l0':
      return tf.sum(tf.cast(tf.notEqual(shift, 0), 'float32'), axes, true);
  }
}

/** length · sign(value) of every value, with sign(0) = 0. */
export function signOf(values: Tensor, length = 1): Tensor {
  return tf.tidy(() => tf.mul(length, tf.sign(values)));
}

/** values / ‖values‖₂ per input; 0 if all values are 0. */
export function unitOf(values: Tensor): Tensor {
  return tf.tidy(() => {
    const scaled = tf.div(values, tf.maximum(perturbationSize(values, 'linf'), smallest)); // squares of tiny values would be 0
    return tf.div(scaled, tf.maximum(perturbationSize(scaled, 'l2'), smallest));
  });
}
