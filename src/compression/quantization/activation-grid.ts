import { tf, type Tensor } from '../../engine/tensors.ts';

/** The int8 levels of an activation: x̂ = (q − zeroPoint) · scale with q in −128 … 127. */
export interface Grid {
  readonly scale: number;
  readonly zeroPoint: number;
}

const [least, most] = [-128, 127];

/** The smallest normal number of float32; the reciprocal of a smaller scale overflows. */
const smallestScale = 2 ** -126;

/**
 * Returns the grid that covers a range. Zero is always a level, so padding and pruned units stay exact.
 *
 *   s = (max − min) / 255,   z = clip(round(−128 − min / s)),   min <= 0 <= max
 *
 * @see Jacob et al. 2018, arXiv:1712.05877, section 3.1
 */
export function gridOver(low: number, high: number): Grid {
  const [min, max] = [Math.min(low, 0), Math.max(high, 0)];
  const step = Math.fround((max - min) / (most - least));
  const scale = step < smallestScale ? 1 : step; // an activation that is practically always zero can have any scale
  return { scale, zeroPoint: Math.max(least, Math.min(most, Math.round(least - min / scale))) };
}

/**
 * Returns a tensor rounded to the levels of a grid; values outside the grid saturate.
 *
 *   x̂ = (clip(round(x / s) + z, −128, 127) − z) · s
 *
 * Halves are rounded to even. The gradient passes straight through inside the grid, and is zero if x saturates.
 *
 * @see Jacob et al. 2018, arXiv:1712.05877, section 3; Bengio et al. 2013, arXiv:1308.3432, for the gradient
 */
export function roundToGrid(x: Tensor, { scale, zeroPoint }: Grid): Tensor {
  const op = tf.customGrad((input, save) => {
    const levels = tf.add(tf.round(tf.mul(input as Tensor, Math.fround(1 / scale))), zeroPoint);
    const clipped = tf.clipByValue(levels, least, most);
    (save as tf.GradSaveFunc)([tf.cast(tf.equal(levels, clipped), 'float32')]); // inside
    const gradFunc = (dy: Tensor, [inside]: Tensor[]): Tensor => tf.mul(dy, inside);
    return { value: tf.mul(tf.sub(clipped, zeroPoint), scale), gradFunc };
  });
  return op(x);
}
