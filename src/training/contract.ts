import type { Attack } from '../attacks/contract.ts';
import type { Split } from '../datasets/contract.ts';
import type { JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random/index.ts';

export interface FitContext {
  readonly random: Random;
  /** Held-out inputs for early stopping and for the accuracy that progress shows. */
  readonly validation?: Split;
  readonly progress?: Progress;
  /** Called after every step, to hold weights to what they must keep, such as zeros that were pruned. */
  readonly afterStep?: () => void;
}

export interface FitHistory {
  /** Mean training loss of every epoch. */
  readonly loss: readonly number[];
  /** Accuracy on the validation split after every epoch, where there is one. */
  readonly validationAccuracy: readonly number[];
}

/** A way of training, with its hyper-parameters. */
export interface Training {
  readonly name: string;
  readonly options: JsonObject;
  /** Whether it trains on adversarial examples, which it crafts itself. @defaultValue false */
  readonly adversarial?: boolean;
  /** Source text of what users may have written of it: models that were trained with another are not taken from the cache. */
  readonly code?: string;
  /**
   * Changes the weights of the classifier in place; same random, same weights.
   *
   * @throws InvalidDataError on an empty or mislabelled split; NumericalError if the loss is no longer finite
   */
  fit(classifier: Classifier, split: Split, context: FitContext): Promise<FitHistory>;
}

/** A function that makes trainings from its parameters, and makes one again from its recorded options. */
export interface TrainingFactory {
  /**
   * The training whose `options` these are.
   *
   * @param attackOf - opens an attack from its name and its parameters
   * @throws InvalidOptionError on options outside their range
   */
  fromOptions(options: JsonObject, attackOf: (name: string, parameters: JsonObject) => Attack): Training;
}
