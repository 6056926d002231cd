import { InvalidOptionError } from '../../errors.ts';
import type { Classifier } from '../../models/contract.ts';
import { demandBox, largestWidth } from '../../norms/range.ts';
import {
  between,
  callback,
  checkOptions,
  flag,
  integerFrom,
  oneOf,
  positive,
  resolveOptions,
  seedLimit,
  type LimitsOf,
  checkedLater,
} from '../../options.ts';
import type { Progress } from '../../progress.ts';
import { show } from '../../show.ts';
import { seedOf } from '../../settings.ts';
import type { BallNorm } from './uniform-in-ball.ts';

/** The other classes over which the lead is measured. */
export type CleverTarget = 'untargeted' | 'runner-up' | number;

export interface CleverOptions {
  /** The norm of the ball and of the score. @defaultValue 'l2' */
  readonly norm?: BallNorm;
  /**
   * The class over which the lead of the label is measured. 'runner-up': the second most likely class. A number: that class;
   * inputs of that class are skipped. 'untargeted': every other class, and the smallest score counts; this costs classes - 1
   * times as much. @defaultValue 'runner-up'
   */
  readonly target?: CleverTarget;
  /** Radius of the ball, and the largest possible score. @defaultValue 5 in L1 and L2, 0.3 in L-inf, times the input range */
  readonly radius?: number;
  /** Number of maxima that the distribution is fitted to. @defaultValue 20 */
  readonly batches?: number;
  /** Gradients per maximum. @defaultValue 32 */
  readonly samples?: number;
  /**
   * Draw the batches with replacement from a pool of `poolFactor` times `samples` gradients, as ART does. This is cheap, but
   * different batches often have the same maximum. @defaultValue no pool: every batch computes new gradients
   */
  readonly poolFactor?: number;
  /** Draw a uniform sample of this many inputs, and score those classified correctly. @defaultValue 500 */
  readonly limit?: number;
  /** Seed of the sample and of the points. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Points whose gradients are computed at once. @defaultValue 128, or as many as fit in 256 MiB if those are fewer */
  readonly batchSize?: number;
  /**
   * Time that the score may take. After it, the measurement is about the inputs that are done, a random part of the sample, and its
   * field `unfinished` says so. @defaultValue no limit
   */
  readonly seconds?: number;
  /** Confidence of the interval. @defaultValue 0.95 */
  readonly confidence?: number;
  /** Receives the progress after every batch. @defaultValue none */
  readonly progress?: Progress;
  /** Also return the score of every input. The result is then not plain JSON. @defaultValue false */
  readonly keepScores?: boolean;
}

/** The options with their defaults. */
export interface CleverSettings {
  readonly norm: BallNorm;
  readonly target: CleverTarget;
  readonly radius: number;
  readonly batches: number;
  readonly samples: number;
  /** Null if every batch computes new gradients. */
  readonly poolFactor: number | null;
  readonly limit: number;
  /** Null for the default. */
  readonly batchSize: number | null;
  readonly seed: number;
}

const defaults = {
  norm: 'l2',
  radius: null as number | null,
  batches: 20,
  samples: 32,
  poolFactor: null as number | null,
  limit: 500,
  batchSize: null as number | null,
};

const limits = {
  norm: oneOf('l1', 'l2', 'linf'),
  radius: positive,
  batches: integerFrom(3, 100_000),
  samples: integerFrom(1, 1_000_000),
  poolFactor: integerFrom(1, 100_000),
  limit: integerFrom(1),
  batchSize: integerFrom(1),
};

/** The target is checked for the classes of the classifier. */
const allLimits: LimitsOf<CleverOptions> = {
  ...limits,
  target: checkedLater,
  seed: seedLimit,
  progress: callback,
  seconds: positive,
  confidence: between(0, 1),
  keepScores: flag,
};

/**
 * Checks the options, and returns them with their defaults.
 *
 * @throws InvalidOptionError if an option is unknown or out of range, or the target is not a class
 */
export function resolveCleverOptions(classifier: Classifier, options: CleverOptions): CleverSettings {
  const {
    target = 'runner-up',
    seed: given,
    progress: _,
    keepScores: __,
    seconds: ___,
    confidence: ____,
    ...changes
  } = checkOptions('cleverScore', options, allLimits);
  const seed = seedOf('cleverScore', given);
  checkTarget(target, classifier);
  const { radius, ...resolved } = resolveOptions('cleverScore', defaults, changes, limits);
  const norm = resolved.norm as BallNorm;
  return { ...resolved, norm, target, radius: radius ?? usualRadius(classifier, norm), seed };
}

/** The default radius, in units of the input. */
function usualRadius(classifier: Classifier, norm: BallNorm): number {
  demandBox('cleverScore', classifier, 'the default radius follows the width of the range', 'Pass the option radius.');
  return (norm === 'linf' ? 0.3 : 5) * largestWidth(classifier.inputRange);
}

function checkTarget(target: unknown, { classes, name }: Classifier): void {
  if (target === 'untargeted' || target === 'runner-up') return;
  if (Number.isInteger(target) && (target as number) >= 0 && (target as number) < classes) return;
  throw new InvalidOptionError(
    `cleverScore: target is ${show(target)}.\n` +
      `Expected 'untargeted', 'runner-up' or a class from 0 to ${classes - 1} of "${name}".\nOmit it to use the default, 'runner-up'.`,
  );
}
