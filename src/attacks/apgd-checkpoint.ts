import { selectRows } from '../engine/select-rows.ts';
import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';

/** What a checkpoint of Auto-PGD looks at and changes. Vectors are [batch], points and gradients [batch, ...itemShape]. */
export interface Checked {
  readonly best: Tensor;
  readonly bestGradient: Tensor;
  readonly bestLoss: Tensor;
  /** Steps since the last checkpoint that gained. */
  readonly gains: Tensor;
  readonly stepSize: Tensor;
  /** At the last checkpoint: the best loss, and 1 where the step size was halved. */
  readonly checkedLoss: Tensor;
  readonly halved: Tensor;
}

/** The checkpoints, each with the number of steps since the one before: 22, then 3 fewer each time but at least 6 of 100. */
export function windowsOf(steps: number): Map<number, number> {
  const share = (percent: number): number => Math.max(Math.floor((percent * steps) / 100), 1);
  const windows = new Map<number, number>();
  let length = share(22);
  for (let at = length; at < steps; at += length) {
    windows.set(at, length);
    length = Math.max(length - share(3), share(6));
  }
  return windows;
}

/**
 * Halves the step size of the inputs that gain too little, and sets them back to their best point.
 *
 * @param enough - how many steps must have gained for the step size to stay
 * @returns where each input goes on from, the gradient there, and what has changed
 */
export function check(
  state: Checked,
  current: Tensor,
  gradient: Tensor,
  enough: number,
): Pick<Checked, 'stepSize' | 'gains' | 'checkedLoss' | 'halved'> & { from: Tensor; slope: Tensor } {
  const { gains, halved, checkedLoss, bestLoss, stepSize } = state;
  const stuck = tf.logicalAnd(tf.equal(halved, 0), tf.greaterEqual(checkedLoss, bestLoss));
  const stalled = tf.logicalOr(tf.lessEqual(gains, enough), stuck);
  const flags = tf.cast(stalled, 'float32');
  return {
    from: selectRows(stalled, state.best, current),
    slope: selectRows(stalled, state.bestGradient, gradient),
    stepSize: tf.mul(stepSize, tf.sub(1, tf.div(flags, 2))),
    gains: tf.zerosLike(gains),
    checkedLoss: bestLoss,
    halved: flags,
  };
}
