import type { Budget } from '../budget.ts';
import type { Split } from '../datasets/contract.ts';
import type { Tensor, Tensor1D } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import type { QueriedModel } from '../models/predictor.ts';
import type { Network } from '../models/network/contract.ts';
import type { Epsilon } from '../norms/epsilon-by-value.ts';
import type { Norm } from '../norms/norm.ts';
import type { InputRange } from '../norms/range.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random/index.ts';

import type { TextAttack, TextAttackResult } from './words/contract.ts';

export type { QueriedModel };
export type { TextAttack, TextAttackResult } from './words/contract.ts';

/** A batch under attack, as `perturb` of a white-box attack receives it. */
export interface AttackedBatch {
  readonly classifier: Network;
  /** Clean inputs [batch, ...itemShape]. */
  readonly x: Tensor;
  /** True labels [batch], int32. */
  readonly y: Tensor1D;
  /** Radius of the ball; 0 allows only the clean input. A `minimal` attack ignores it. */
  readonly epsilon: number;
  readonly random: Random;
  /**
   * A number per input. With `random` it names the stream that the input draws from, so an input draws the same numbers
   * in any batch. @defaultValue 0 … batch - 1
   */
  readonly positions?: ArrayLike<number>;
  /** Number of the restart, from 0. @defaultValue 0 */
  readonly restart?: number;
  /**
   * Whether an input leaves the batch at the first point that breaks it; that point is then its adversarial input. An
   * input's result must not depend on whether others have left. If false, every input makes all steps and its last point
   * counts, as in the adversarial training of Madry et al. 2018. @defaultValue false
   */
  readonly dropBroken?: boolean;
}

/** A batch under attack, as `perturb` of a black-box attack receives it: the model only offers `predict`. */
export interface QueriedBatch extends Omit<AttackedBatch, 'classifier'> {
  readonly classifier: QueriedModel;
}

export interface AttackOptions {
  /** Radius of the ball around each input, in units of the input; a list has one radius per value, 0 for values that must not move. */
  readonly epsilon: Epsilon;
  /** Seed of all random draws. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Inputs attacked at once. @defaultValue 128, or as many as fit in 256 MiB if those are fewer */
  readonly batchSize?: number;
  /**
   * Stop attacking an input at the first point that breaks it. With false, every attempt makes all steps and only its last
   * point counts, as in torchattacks and Foolbox. Inputs that an earlier restart broke are skipped in any case.
   * @defaultValue true
   */
  readonly dropBroken?: boolean;
  /** Receives the progress after every batch. @defaultValue none */
  readonly progress?: Progress;
  /**
   * Positions of the inputs to attack; the results of all others mean nothing. An input's result is the same whichever others are
   * attacked. @defaultValue all
   *
   * @internal
   */
  readonly items?: readonly number[];
  /**
   * Time that the attack may take, checked between batches. @defaultValue no limit
   *
   * @internal
   */
  readonly budget?: Budget;
}

/**
 * The result of an attack on a split. The wrapper checks success by predicting again, so an attack cannot report a success
 * that it did not have.
 */
export interface AttackResult {
  /** The adversarial input of every item, in the layout of the split. Inputs that were misclassified when clean are unchanged. */
  readonly adversarial: Float32Array;
  /** Whether the clean input was classified correctly. */
  readonly correct: Uint8Array;
  /** Whether a correctly classified input is misclassified after the attack. */
  readonly broken: Uint8Array;
  /** The predicted class of every adversarial input. */
  readonly predicted: Int32Array;
  /**
   * Size of the perturbation that broke each input, in the norm of the attack: 0 if the clean input was misclassified,
   * Infinity if the input is not broken. The share of distances above r is the robust accuracy at r. For a minimal
   * attack, one run with epsilon = `largestEpsilon` gives the robust accuracy at every r; a run with epsilon = r gives the same.
   */
  readonly distances: Float64Array;
  /** Name of the attack that broke each input, or of the member of an ensemble; null if the input is not broken. */
  readonly brokenBy: readonly (string | null)[];
  /**
   * Access to the model of the attack that broke each input; null if none did.
   *
   * @internal
   */
  readonly brokenWith?: readonly (Attack['access'] | null)[];
}

/** What an attack needs: gradients, and so a `Classifier`, or only predictions of any `Predictor`. */
export type Access = 'white-box' | 'black-box';

/** What an attack can attack, by its access. */
interface AttackedModels {
  readonly 'white-box': Classifier;
  readonly 'black-box': Classifier | Predictor;
}

/** A model that an attack with this access can attack. */
export type AttackableModel<Needs extends Access> = AttackedModels[Needs];

/** @typeParam Needs - the access that it needs; without it, the access is known when the attack runs */
export interface Attack<Needs extends Access = Access> {
  readonly name: string;
  readonly norm: Norm;
  /** `white-box`: needs gradients, and so a `Classifier`. `black-box`: needs only predictions of any `Predictor`. */
  readonly access: Needs;
  /**
   * Whether a black-box attack needs no more than the predicted labels. Others climb the scores of the classes.
   * @defaultValue false
   */
  readonly decisionBased?: boolean;
  /**
   * Whether the attack searches for the smallest perturbation that breaks an input. The search ignores epsilon; epsilon is
   * applied when success is checked. @defaultValue false
   */
  readonly minimal?: boolean;
  /** Number of attempts on inputs that are not yet broken, by the number of classes. @defaultValue 1 */
  readonly restarts?: (classes: number) => number;
  readonly options: JsonObject;
  /**
   * Source text of `perturb`, and of the parts that a definition adds to a shared one. The cache ignores whatever was
   * trained or measured with another text.
   */
  readonly code?: string;
  /**
   * All that determines the attack at this epsilon: its options, with defaults that depend on epsilon and on the input range
   * computed.
   *
   * @param inputRange - the range of the model's inputs; with null, options that depend on it stay null. @defaultValue [0, 1]
   */
  parameters(epsilon: number, inputRange?: InputRange | null): JsonObject;
  /**
   * Reasons why the attack is too weak at this epsilon whatever the model, such as steps that cannot reach the border of the
   * ball. Measurements state them. One sentence each, without its full stop. @defaultValue none
   */
  warnings?(epsilon: number): readonly string[];
  /**
   * The attack for some inputs of a split, if an option has one value per input, such as a list of target classes; absent
   * otherwise.
   *
   * @param positions - positions in the split that the option was made for
   */
  forInputs?(positions: ArrayLike<number>): Attack<Needs>;
  /**
   * Attacks a split in batches: clips to the ball and the input range, drops broken inputs, and checks success.
   *
   * @throws InvalidOptionError if epsilon or batchSize is out of range; InvalidModelError if the attack follows gradients
   * and the model has none; InvalidDataError if the split does not fit the model; NumericalError if a logit or an
   * adversarial input is not finite
   */
  run(model: AttackableModel<Needs>, split: Split, options: AttackOptions): Promise<AttackResult>;
  /**
   * Attacks one batch for adversarial training; clips, but does not check success. Call it outside of any `tf.tidy`.
   *
   * @returns adversarial inputs [batch, ...itemShape]; the caller disposes of them
   */
  craft(batch: AttackedBatch): Promise<Tensor>;
}

/** An attack with options that can be changed: `pgd` has the defaults, `pgd.with({ steps: 100 })` is another attack. */
export interface ConfigurableAttack<Options, Needs extends Access = Access> extends Attack<Needs> {
  readonly options: JsonObject & Options;
  /**
   * Returns the attack with some options changed.
   *
   * @throws InvalidOptionError if an option is unknown or out of range
   */
  with(options: Partial<Options>): ConfigurableAttack<Options, Needs>;
}

/** An attack on numbers or on texts. */
export type AnyAttack<Needs extends Access = Access> = Attack<Needs> | TextAttack;

/** The result of an attack on numbers or on texts. */
export type AnyAttackResult = AttackResult | TextAttackResult;
