import { InvalidOptionError } from '../../errors.ts';
import type { Classifier } from '../../models/contract.ts';
import { integerFrom, oneOf, positive, resolveOptions } from '../../options.ts';
import type { Progress } from '../../progress.ts';
import { settings } from '../../settings.ts';
import type { BallNorm } from './uniform-in-ball.ts';

/** Which lead over which other class is measured. */
export type CleverTarget = 'untargeted' | 'runner-up' | number;

export interface CleverOptions {
  /** The norm in which the score is a distance. @defaultValue 'l2' */
  readonly norm?: BallNorm;
  /**
   * The class whose lead is measured: the second most likely one, a class by its number (inputs of that class are left out),
   * or every other one, of which the smallest score counts. That is the claim about any misclassification, at classes - 1
   * times the cost. @defaultValue 'runner-up'
   */
  readonly target?: CleverTarget;
  /** Radius of the ball, and the largest score. @defaultValue 5 in L1 and L2, 0.3 in L-inf, times the input range */
  readonly radius?: number;
  /** Maxima to fit the distribution to. @defaultValue 20 */
  readonly batches?: number;
  /** Gradients behind each maximum. @defaultValue 32 */
  readonly samples?: number;
  /**
   * Draw the batches, with replacement, from this many times `samples` gradients, as ART does, instead of fresh ones. Cheap,
   * and the maxima repeat each other. @defaultValue fresh ones
   */
  readonly poolFactor?: number;
  /** Score the correctly classified ones of a uniform sample of this many inputs. @defaultValue 500 */
  readonly limit?: number;
  /** Of the sample and the points. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Points whose gradients are computed at once. @defaultValue 128 */
  readonly batchSize?: number;
  readonly progress?: Progress;
  /** Return the score of every input too, which makes the result more than JSON. @defaultValue false */
  readonly keepScores?: boolean;
}

/** The options with their defaults. */
export interface CleverSettings {
  readonly norm: BallNorm;
  readonly target: CleverTarget;
  readonly radius: number;
  readonly batches: number;
  readonly samples: number;
  /** Null for fresh gradients in every batch. */
  readonly poolFactor: number | null;
  readonly limit: number;
  readonly batchSize: number;
  readonly seed: number;
}

const defaults = {
  norm: 'l2',
  radius: null as number | null,
  batches: 20,
  samples: 32,
  poolFactor: null as number | null,
  limit: 500,
  batchSize: 128,
};

const limits = {
  norm: oneOf('l1', 'l2', 'linf'),
  radius: positive,
  batches: integerFrom(3),
  samples: integerFrom(1),
  poolFactor: integerFrom(1),
  limit: integerFrom(1),
  batchSize: integerFrom(1),
};

/** @throws InvalidOptionError on an unknown option, one out of range, or a target that is no class */
export function resolveCleverOptions(classifier: Classifier, options: CleverOptions): CleverSettings {
  const { target = 'runner-up', seed = settings().seed, progress: _, keepScores: __, ...changes } = options;
  checkTarget(target, classifier);
  const { radius, ...given } = resolveOptions('cleverScore', defaults, changes, limits);
  const norm = given.norm as BallNorm;
  const [lowest, highest] = classifier.inputRange;
  return { ...given, norm, target, radius: radius ?? (norm === 'linf' ? 0.3 : 5) * (highest - lowest), seed };
}

function checkTarget(target: unknown, { classes, name }: Classifier): void {
  if (target === 'untargeted' || target === 'runner-up') return;
  if (Number.isInteger(target) && (target as number) >= 0 && (target as number) < classes) return;
  throw new InvalidOptionError(
    `cleverScore: target is ${typeof target === 'string' ? `'${target}'` : String(target)}.\n` +
      `Expected 'untargeted', 'runner-up' or a class from 0 to ${classes - 1} of "${name}".\nLeave it out for 'runner-up'.`,
  );
}
