import type { Attack } from '../attacks/contract.ts';
import type { Split } from '../datasets/contract.ts';
import type { JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random/index.ts';

export interface FitContext {
  readonly random: Random;
  /** Held-out inputs for early stopping and for the accuracy in progress reports. */
  readonly validation?: Split;
  readonly progress?: Progress;
  /**
   * Whether the split holds inputs that an acquisition function derived. These may lie outside the input range, so it is not
   * checked. Adversarial trainings, which would clip them, check it in any case. @defaultValue false
   */
  readonly hasDerived?: boolean;
  /** Called after every step, for example to reset pruned weights to zero. Training waits for a promise that it returns. */
  readonly afterStep?: () => void | Promise<void>;
}

export interface FitHistory {
  /** Mean training loss per epoch. */
  readonly loss: readonly number[];
  /** Validation accuracy per epoch; empty without a validation split. */
  readonly validationAccuracy: readonly number[];
}

/** A way of training, with its hyper-parameters. */
export interface Training {
  readonly name: string;
  readonly options: JsonObject;
  /** Whether it crafts adversarial examples and trains on them. @defaultValue false */
  readonly adversarial?: boolean;
  /** Source text of the parts that users may write. Cached models trained with other source text are not reused. */
  readonly code?: string;
  /**
   * Trains the classifier in place and returns the history; the same random gives the same weights.
   *
   * @throws InvalidDataError on an empty or mislabelled split, or a value outside the input range; NumericalError if the loss is no longer finite
   */
  fit(classifier: Classifier, split: Split, context: FitContext): Promise<FitHistory>;
}

/** A function that creates trainings from parameters, and restores one from its recorded options. */
export interface TrainingFactory {
  /**
   * Returns the training that has these `options`.
   *
   * @param attackOf - returns an attack for its name and its parameters
   * @throws InvalidOptionError on an option out of range
   */
  fromOptions(options: JsonObject, attackOf: (name: string, parameters: JsonObject) => Attack): Training;
}
