import { tf } from '../../engine/tensors.ts';
import type { Tensor1D, Tensor2D } from '../../engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import type { Limit } from '../../options.ts';
import { show } from '../../show.ts';
import type { Split } from '../../datasets/contract.ts';
import type { QueriedBatch, QueriedModel } from '../contract.ts';

/**
 * The class that an attack wants its inputs to reach: a class by number, one class per input of the split, the least likely
 * class, or the most likely one other than the label, as predicted for the clean input. 'none' accepts any class but the label.
 *
 * Whatever the target, an input counts as broken once it is not classified as its label. The attack continues until the input
 * reaches the target, so a targeted attack is a weaker measure of robust accuracy.
 */
export type Target = 'none' | 'least-likely' | 'second-likely' | number | readonly number[];

const isClass = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const targetLimit: Limit = {
  expected: "'none', 'least-likely', 'second-likely', the number of a class or an array of such numbers, one per input",
  anyType: true,
  holds: (value) =>
    value === 'none' ||
    value === 'least-likely' ||
    value === 'second-likely' ||
    (Array.isArray(value) ? value.length > 0 && value.every(isClass) : isClass(value)),
};

interface Targeted {
  readonly target: Target;
}

/** The parts that all definitions of attacks with the option `target` share. */
export const targeted = {
  limit: targetLimit,
  checkModel: checkTarget,
  /** @throws InvalidOptionError if an array of targets does not have one class per input, or has the label of an input */
  checkSplit: (owner: string, target: Target, { size, labels }: Split): void => {
    if (!Array.isArray(target)) return;
    if (target.length !== size) {
      throw new InvalidOptionError(
        `${owner}: the target has ${target.length} classes, but the split has ${size} inputs.\n` +
          'Expected one class per input, in the order of the split.\nPass as many classes as inputs, or one number for all.',
      );
    }
    const item = target.findIndex((goal, at) => goal === labels[at]);
    if (item < 0) return;
    throw new InvalidOptionError(
      `${owner}: the target of input ${item} is ${target[item]}, its label.\n` +
        'Expected another class than the label.\nPass the class that the input should be mistaken for.',
    );
  },
  /** The options for some inputs; undefined unless the target is an array. */
  forInputs: <T extends Targeted>(options: T, positions: ArrayLike<number>): T | undefined => {
    const { target } = options;
    if (!isList(target)) return undefined;
    return { ...options, target: Array.from(positions, (position) => target[position]) };
  },
};

const isList = (target: Target): target is readonly number[] => Array.isArray(target);

/** @throws InvalidOptionError if the model does not have the class; InvalidModelError if it has fewer than 3 classes */
function checkTarget(owner: string, target: Target, { name, classes }: QueriedModel): void {
  if (target === 'none') return;
  if (classes < 3) {
    throw new InvalidModelError(
      `${owner}: the target is ${show(target)}, and "${name}" has ${classes} classes.\n` +
        'Expected at least 3 classes, because with 2 the only possible target is the class that is not the label.\n' +
        "Leave the target out: the default, 'none', aims at that class.",
    );
  }
  if (typeof target === 'string') return;
  const missing = (isList(target) ? target : [target]).find((goal) => goal >= classes);
  if (missing === undefined) return;
  throw new InvalidOptionError(
    `${owner}: the target is ${missing}.\nExpected a class from 0 to ${classes - 1}, because "${name}" has ${classes} classes.\n` +
      'Pass one of these classes.',
  );
}

/**
 * The target class of each input, [batch], int32. If one number is given for all, an input with this label aims at the most
 * likely other class.
 *
 * @param logits - logits of the clean inputs [batch, classes]
 * @param batch - its labels [batch] and, for an array of targets, its positions in the split
 * @throws InvalidOptionError if an array of targets has no class for an input
 */
export function targetsOf(
  target: Exclude<Target, 'none'>,
  logits: Tensor2D,
  { y, positions }: Pick<QueriedBatch, 'y' | 'positions'>,
): Tensor1D {
  if (isList(target)) return tf.tensor1d(goalsAt(target, positions ?? [...Array(y.size).keys()]), 'int32');
  if (target === 'least-likely') return rankedClasses(logits, y, logits.shape[1] - 2);
  const second = rankedClasses(logits, y, 0);
  if (target === 'second-likely') return second;
  return tf.tidy(() => tf.where(tf.equal(y, target), second, tf.fill(y.shape, target, 'int32')));
}

function goalsAt(target: readonly number[], positions: ArrayLike<number>): number[] {
  return Array.from(positions, (position) => {
    if (position < target.length) return target[position];
    throw new InvalidOptionError(
      `The target has ${target.length} classes, but an attacked input has position ${position}.\n` +
        'Expected one class per input, in the order of the split.\nPass as many classes as inputs, or one number for all.',
    );
  });
}

/** The class at a rank, from 0 for the most likely, among the classes other than the label, per input; [batch], int32. */
export function rankedClasses(logits: Tensor2D, y: Tensor1D, rank: number): Tensor1D {
  return tf.tidy(() => {
    const others = tf.sub(logits, tf.mul(tf.oneHot(y, logits.shape[1]), 1e30)); // [batch, classes]; ranks the label last
    return tf.squeeze(tf.slice(tf.topk(others, rank + 1).indices, [0, rank], [-1, 1]), [1]) as Tensor1D;
  });
}
