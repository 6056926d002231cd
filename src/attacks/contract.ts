import type { Split } from '../datasets/contract.ts';
import type { Tensor, Tensor1D } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random/index.ts';

export type Norm = 'linf' | 'l2' | 'l1' | 'l0';

/** A batch under attack, as `perturb` sees it. */
export interface AttackedBatch {
  readonly classifier: Classifier;
  /** Clean inputs [batch, ...itemShape]. */
  readonly x: Tensor;
  /** True labels [batch], int32. */
  readonly y: Tensor1D;
  /** Size of the ball; 0 leaves only the clean input. */
  readonly epsilon: number;
  readonly random: Random;
  /**
   * A number for each input; with `random` it names the stream that the input draws from, so that an input meets the
   * same random numbers in whatever batch it stands. @defaultValue 0 … batch - 1
   */
  readonly positions?: ArrayLike<number>;
  /** Which restart this is, counted from 0. @defaultValue 0 */
  readonly restart?: number;
}

export interface AttackOptions {
  /** Size of the ball around each input, in units of the input. */
  readonly epsilon: number;
  /** @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** @defaultValue 128 */
  readonly batchSize?: number;
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
}

export interface Attack {
  readonly name: string;
  readonly norm: Norm;
  readonly access: 'white-box' | 'black-box';
  readonly options: JsonObject;
  /** Source text of `perturb`: what was trained or measured with another text is not taken from the cache. */
  readonly code?: string;
  /** Everything that determines the attack at this epsilon: its options, with defaults that depend on it worked out. */
  parameters(epsilon: number): JsonObject;
  /**
   * Attacks a split in batches; clips to the ball and the input range, drops what is broken, judges success.
   *
   * @throws InvalidOptionError if epsilon or batchSize is out of range; InvalidDataError if the split does not fit the
   * classifier; NumericalError if a logit or an adversarial input is not finite
   */
  run(classifier: Classifier, split: Split, options: AttackOptions): Promise<AttackResult>;
  /** One raw adversarial batch, clipped but not judged, for adversarial training. Kept: the caller disposes of it. */
  craft(batch: AttackedBatch): Tensor;
}

/** An attack whose options can be changed: `pgd` is the attack with its defaults, `pgd.with({ steps: 100 })` another. */
export interface ConfigurableAttack<Options> extends Attack {
  with(options: Partial<Options>): ConfigurableAttack<Options>;
}
