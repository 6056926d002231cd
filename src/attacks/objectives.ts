import { tf } from '../engine/tensors.ts';
import type { Tensor1D, Tensor2D } from '../engine/tensors.ts';
import { crossEntropySlope } from './cross-entropy-slope.ts';

/**
 * What an attack makes as large as it can: from the logits z [batch, classes] to a loss [batch] and its slope dL/dz, in
 * closed form and up to a positive factor for each input. Runs inside a tidy.
 */
export type Objective = (logits: Tensor2D) => { readonly loss: Tensor1D; readonly slope: Tensor2D };

/**
 * The cross-entropy, in the guise of the log odds against the label, which grow with it and do not saturate.
 *
 *   -log p_y = log(1 + exp L),   L = log Σ_{i≠y} exp z_i - z_y
 */
export function crossEntropyObjective(y: Tensor1D): Objective {
  return (z) => {
    const label = tf.oneHot(y, z.shape[1]); // [batch, classes]
    const others = tf.sub(z, tf.mul(label, 1e9));
    return { loss: tf.sub(tf.logSumExp(others, 1), tf.sum(tf.mul(z, label), 1)), slope: crossEntropySlope(z, y) };
  };
}

/**
 * The difference of logits ratio, which neither shifting nor scaling the logits changes; z_π1 ≥ z_π2 ≥ … are the logits in
 * their order. Needs three classes.
 *
 *   L = -(z_y - max_{i≠y} z_i) / (z_π1 - z_π3)
 *
 * @see Croce and Hein 2020, arXiv:2003.01690, eq. 6
 */
export function dlrObjective(y: Tensor1D): Objective {
  return ratio(3, (pick, [first, second, third]) => ({
    gap: tf.sub(pick(y), pick(tf.where(tf.equal(first, y), second, first))),
    scale: tf.sub(pick(first), pick(third)),
  }));
}

/**
 * The targeted difference of logits ratio. Needs four classes.
 *
 *   L = -(z_y - z_t) / (z_π1 - (z_π3 + z_π4) / 2)
 *
 * @param goal - t [batch], int32
 * @see Croce and Hein 2020, arXiv:2003.01690, eq. 7
 */
export function targetedDlrObjective(y: Tensor1D, goal: Tensor1D): Objective {
  return ratio(4, (pick, [first, , third, fourth]) => ({
    gap: tf.sub(pick(y), pick(goal)),
    scale: tf.sub(pick(first), tf.div(tf.add(pick(third), pick(fourth)), 2)),
  }));
}

/** Keeps a ratio finite where all logits are equal, as the public code does. */
const smallest = 1e-12;

/**
 * L = -(g · z) / (s · z), where the coefficients g and s [batch, classes] follow from the order of the logits alone.
 *
 * @param largest - how many of the classes, largest logit first, `coefficients` is given
 */
function ratio(
  largest: number,
  coefficients: (
    pick: (classes: Tensor1D) => Tensor2D,
    order: Tensor1D[],
  ) => { readonly gap: Tensor2D; readonly scale: Tensor2D },
): Objective {
  return (z) => {
    const order = tf.unstack(tf.topk(z, largest).indices, 1) as Tensor1D[];
    const { gap, scale } = coefficients((classes) => tf.oneHot(classes, z.shape[1]) as Tensor2D, order);
    const above = tf.sum(tf.mul(gap, z), 1, true); // [batch, 1]
    const below = tf.add(tf.sum(tf.mul(scale, z), 1, true), smallest);
    const loss = tf.neg(tf.div(above, below)); // [batch, 1]
    const slope = tf.neg(tf.div(tf.add(gap, tf.mul(loss, scale)), below)); // the quotient rule
    return { loss: tf.squeeze(loss, [1]) as Tensor1D, slope: slope as Tensor2D };
  };
}
