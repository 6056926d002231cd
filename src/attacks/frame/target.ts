import { tf } from '../../engine/tensors.ts';
import type { Tensor1D, Tensor2D } from '../../engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import type { Limit } from '../../options.ts';
import type { QueriedModel } from '../contract.ts';

/**
 * The class that an attack wants its inputs taken for: a class by its number, the least likely one, or the most likely one
 * other than the label, as the model sees the clean input. 'none' wants any but the label.
 *
 * Whatever the target, an input is broken once it is not taken for its label; the attack goes on until it is taken for the
 * target. That makes a targeted attack the weaker one where robust accuracy is to be measured.
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

/** @throws InvalidOptionError where the model does not have the class; InvalidModelError where it has no other class */
export function checkTarget(owner: string, target: Target, { name, classes }: QueriedModel): void {
  if (target === 'none') return;
  if (classes < 3) {
    throw new InvalidModelError(
      `${owner}: the target is ${typeof target === 'number' ? target : `'${target}'`}, and "${name}" has ${classes} classes.\n` +
        'Expected at least 3: with two, the only class to aim at is the one that is not the label.\n' +
        "Leave the target out: it is then 'none', which does that.",
    );
  }
  if (typeof target !== 'number' || target < classes) return;
  throw new InvalidOptionError(
    `${owner}: the target is ${target}.\nExpected a class from 0 to ${classes - 1}, because "${name}" has ${classes} classes.`,
  );
}

/**
 * The target of each input, [batch], int32: where the label is the target by number, the second likely class.
 *
 * @param logits - of the clean inputs [batch, classes]
 * @param y - labels [batch]
 */
export function targetsOf(target: Exclude<Target, 'none'>, logits: Tensor2D, y: Tensor1D): Tensor1D {
  if (target === 'least-likely') return rankedClasses(logits, y, logits.shape[1] - 2);
  const second = rankedClasses(logits, y, 0);
  if (target === 'second-likely') return second;
  return tf.tidy(() => tf.where(tf.equal(y, target), second, tf.fill(y.shape, target, 'int32')));
}

/** The class of each input that has a certain rank, from 0, among those other than its label, most likely first; [batch], int32. */
export function rankedClasses(logits: Tensor2D, y: Tensor1D, rank: number): Tensor1D {
  return tf.tidy(() => {
    const others = tf.sub(logits, tf.mul(tf.oneHot(y, logits.shape[1]), 1e30)); // [batch, classes]; the label comes last
    return tf.squeeze(tf.slice(tf.topk(others, rank + 1).indices, [0, rank], [-1, 1]), [1]) as Tensor1D;
  });
}
