import { tf } from '../../engine/tensors.ts';
import type { Tensor1D, Tensor2D } from '../../engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import type { Limit } from '../../options.ts';
import type { QueriedModel } from '../contract.ts';

/**
 * The class that an attack wants its inputs to reach: a class by number, the least likely one, or the most likely one other
 * than the label, as predicted for the clean input. 'none' accepts any class but the label.
 *
 * Whatever the target, an input counts as broken once it is not classified as its label. The attack continues until the input
 * reaches the target, so a targeted attack is a weaker measure of robust accuracy.
 */
export type Target = 'none' | 'least-likely' | 'second-likely' | number;

export const targetLimit: Limit = {
  expected: "'none', 'least-likely', 'second-likely' or the number of a class",
  anyType: true,
  holds: (value) =>
    value === 'none' ||
    value === 'least-likely' ||
    value === 'second-likely' ||
    (Number.isSafeInteger(value) && (value as number) >= 0),
};

/** @throws InvalidOptionError if the model does not have the class; InvalidModelError if it has fewer than 3 classes */
export function checkTarget(owner: string, target: Target, { name, classes }: QueriedModel): void {
  if (target === 'none') return;
  if (classes < 3) {
    throw new InvalidModelError(
      `${owner}: the target is ${typeof target === 'number' ? target : `'${target}'`}, and "${name}" has ${classes} classes.\n` +
        'Expected at least 3 classes, because with 2 the only possible target is the class that is not the label.\n' +
        "Leave the target out: the default, 'none', aims at that class.",
    );
  }
  if (typeof target !== 'number' || target < classes) return;
  throw new InvalidOptionError(
    `${owner}: the target is ${target}.\nExpected a class from 0 to ${classes - 1}, because "${name}" has ${classes} classes.\n` +
      'Pass one of these classes.',
  );
}

/**
 * The target class of each input, [batch], int32. An input whose label is the target aims at the most likely other class.
 *
 * @param logits - logits of the clean inputs [batch, classes]
 * @param y - labels [batch]
 */
export function targetsOf(target: Exclude<Target, 'none'>, logits: Tensor2D, y: Tensor1D): Tensor1D {
  if (target === 'least-likely') return rankedClasses(logits, y, logits.shape[1] - 2);
  const second = rankedClasses(logits, y, 0);
  if (target === 'second-likely') return second;
  return tf.tidy(() => tf.where(tf.equal(y, target), second, tf.fill(y.shape, target, 'int32')));
}

/** The class at a rank, from 0 for the most likely, among the classes other than the label, per input; [batch], int32. */
export function rankedClasses(logits: Tensor2D, y: Tensor1D, rank: number): Tensor1D {
  return tf.tidy(() => {
    const others = tf.sub(logits, tf.mul(tf.oneHot(y, logits.shape[1]), 1e30)); // [batch, classes]; ranks the label last
    return tf.squeeze(tf.slice(tf.topk(others, rank + 1).indices, [0, rank], [-1, 1]), [1]) as Tensor1D;
  });
}
