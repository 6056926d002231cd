import type { Split } from '../datasets/contract.ts';
import type { Tensor, Tensor1D } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import type { QueriedModel } from '../models/predictor.ts';
import type { Network } from '../models/network/contract.ts';
import type { Norm } from '../norms/norm.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random/index.ts';

export type { QueriedModel };

/** A batch under attack, as the `perturb` of an attack that follows gradients sees it. */
export interface AttackedBatch {
  readonly classifier: Network;
  /** Clean inputs [batch, ...itemShape]. */
  readonly x: Tensor;
  /** True labels [batch], int32. */
  readonly y: Tensor1D;
  /** Size of the ball; 0 leaves only the clean input. An attack that is `minimal` does not look at it. */
  readonly epsilon: number;
  readonly random: Random;
  /**
   * A number for each input; with `random` it names the stream that the input draws from, so that an input meets the
   * same random numbers in whatever batch it stands. @defaultValue 0 … batch - 1
   */
  readonly positions?: ArrayLike<number>;
  /** Which restart this is, counted from 0. @defaultValue 0 */
  readonly restart?: number;
  /**
   * Whether an input leaves the batch as soon as a point on its way breaks it, which then is its adversarial input. What
   * becomes of an input must not depend on whether others have left. Otherwise every input goes all the way, and the
   * point at its end counts: adversarial training wants that, as Madry et al. 2018 do. @defaultValue false
   */
  readonly dropBroken?: boolean;
}

/** A batch under attack, as the `perturb` of a black-box attack sees it: of the model there is `predict` alone. */
export interface QueriedBatch extends Omit<AttackedBatch, 'classifier'> {
  readonly classifier: QueriedModel;
}

export interface AttackOptions {
  /** Size of the ball around each input, in units of the input. */
  readonly epsilon: number;
  /** @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** @defaultValue 128 */
  readonly batchSize?: number;
  /**
   * Leave off an input at the first point that breaks it. With false every attempt makes all its steps and is judged by
   * its last point, as torchattacks and Foolbox do; inputs that an earlier restart broke are left off in any case.
   * @defaultValue true
   */
  readonly dropBroken?: boolean;
  readonly progress?: Progress;
}

/** What an attack did to a split; judged by predicting again, so that it cannot report success it does not have. */
export interface AttackResult {
  /** Adversarial inputs of every item, same layout as the split; inputs that were already misclassified are unchanged. */
  readonly adversarial: Float32Array;
  /** Whether the clean input was classified correctly. */
  readonly correct: Uint8Array;
  /** Whether the correctly classified input is misclassified after the attack. */
  readonly broken: Uint8Array;
  /** The class predicted of every adversarial input. */
  readonly predicted: Int32Array;
  /**
   * How far each input had to be moved, in the norm of the attack: 0 where the clean input was misclassified already,
   * Infinity where it still stands. The share of distances above r is the robust accuracy at r: of a minimal attack that
   * runs with epsilon = `largestEpsilon`, for all r at once, and the same as a run with epsilon = r gives.
   */
  readonly distances: Float64Array;
  /** Name of the attack that broke each input, which tells of an attack that is made of several; null where none did. */
  readonly brokenBy: readonly (string | null)[];
  /**
   * What the attack that broke each input asked of the model; null where none did.
   *
   * @internal
   */
  readonly brokenWith?: readonly (Attack['access'] | null)[];
}

export interface Attack {
  readonly name: string;
  readonly norm: Norm;
  /** Whether it follows gradients, and so needs a `Classifier`, or asks for predictions only, of any `Predictor`. */
  readonly access: 'white-box' | 'black-box';
  /**
   * Whether it looks for the smallest perturbation that breaks an input, wherever that leads: epsilon is then nothing but
   * the judge's bound, beyond which a perturbation does not count. @defaultValue false
   */
  readonly minimal?: boolean;
  /** How often inputs that still stand are attacked anew, on a model of so many classes. @defaultValue once */
  readonly restarts?: (classes: number) => number;
  readonly options: JsonObject;
  /**
   * Source text of `perturb`, and of what a definition adds to a shared one: what was trained or measured with another text
   * is not taken from the cache.
   */
  readonly code?: string;
  /** Everything that determines the attack at this epsilon: its options, with defaults that depend on it worked out. */
  parameters(epsilon: number): JsonObject;
  /**
   * Attacks a split in batches; clips to the ball and the input range, drops what is broken, judges success.
   *
   * @throws InvalidOptionError if epsilon or batchSize is out of range; InvalidModelError if the attack follows gradients
   * and the model has none; InvalidDataError if the split does not fit the model; NumericalError if a logit or an
   * adversarial input is not finite
   */
  run(model: Classifier | Predictor, split: Split, options: AttackOptions): Promise<AttackResult>;
  /**
   * One raw adversarial batch, clipped but not judged, for adversarial training. The caller disposes of it, and calls it
   * outside of any `tf.tidy`.
   */
  craft(batch: AttackedBatch): Promise<Tensor>;
}

/** An attack whose options can be changed: `pgd` is the attack with its defaults, `pgd.with({ steps: 100 })` another. */
export interface ConfigurableAttack<Options> extends Attack {
  readonly options: JsonObject & Options;
  with(options: Partial<Options>): ConfigurableAttack<Options>;
}
