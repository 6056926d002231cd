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
  readonly epsilon: number;
  readonly random: Random;
}

export interface AttackOptions {
  /** Size of the ball around each input, in units of the input. */
  readonly epsilon: number;
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
  /** Attacks a split in batches; clips to the ball and the input range, drops what is broken, judges success. */
  run(classifier: Classifier, split: Split, options: AttackOptions): Promise<AttackResult>;
  /** One raw adversarial batch, clipped but not judged, for adversarial training. The caller disposes of it. */
  craft(batch: AttackedBatch): Tensor;
}
