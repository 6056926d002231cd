import { acquisitionFunctions, type AcquisitionFunction } from '../../src/acquisition/index.ts';
import type { Dataset } from '../../src/datasets/contract.ts';
import type { Classifier } from '../../src/models/contract.ts';
import type { RetrainingOptions } from '../../src/plugin-options.ts';
import type { Progress } from '../../src/progress.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import type { StoredModel } from '../../src/trained-models/index.ts';
import type { Training } from '../../src/training/contract.ts';
import type { Candidate } from './candidate.ts';
import { divideInputs, type DividedInputs } from './retraining-inputs.ts';
import { attackFor, byName, trainingFor, type ChosenAttack } from './retraining-methods.ts';

/** The work on one model, with all defaults resolved. */
export interface Plan {
  readonly record: ModelRecord;
  readonly classifier: Classifier;
  readonly inputs: DividedInputs;
  readonly acquisition: AcquisitionFunction;
  /** Shares of the pool. */
  readonly budgets: readonly number[];
  /** How to retrain on a selection and evaluate it; undefined if the selection is only written to a file. */
  readonly retraining: RetrainingPlan | undefined;
  /** The data set, if selections become tasks of a labelling tool. */
  readonly labelling: Dataset | undefined;
  readonly seed: number;
  readonly progress: Progress;
}

/** How to retrain on a selection and evaluate the model. */
export interface RetrainingPlan extends ChosenAttack {
  /** Undefined to train on the model's training inputs and on adversarial examples of the selection. */
  readonly training: Training | undefined;
  readonly epochs: number;
  /** Largest number of inputs to attack when a model is evaluated. */
  readonly limit: number;
  /** Whether the attack works on the model. Otherwise, robust accuracy is not measured. */
  readonly attackable: boolean;
}

/**
 * Plans the selection for one model from the options.
 *
 * @returns the plan, without retraining
 * @throws InvalidOptionError - if the acquisition function does not exist
 */
export function planFor(
  { record }: Candidate,
  opened: StoredModel & { readonly dataset: Dataset },
  { acquisition = 'dre', budgets = [0.01, 0.02, 0.04, 0.1], tasks }: RetrainingOptions,
  run: Pick<Plan, 'seed' | 'progress'>,
): Plan {
  return {
    record,
    classifier: opened.classifier,
    inputs: divideInputs(opened),
    acquisition: byName(acquisitionFunctions, acquisition, 'acquisition function'),
    budgets,
    retraining: undefined,
    labelling: tasks ? opened.dataset : undefined,
    ...run,
  };
}

/**
 * Plans how to retrain one model.
 *
 * @returns the plan
 * @throws InvalidOptionError - if the attack is not one of the library, or rejects its options
 */
export function retrainingPlanFor(
  candidate: Candidate,
  classifier: Pick<Classifier, 'inputRange' | 'encoder'>,
  options: RetrainingOptions,
): RetrainingPlan {
  const { epochs, limit = 500 } = options;
  return {
    ...attackFor(candidate, options, classifier),
    training: trainingFor(candidate.record, epochs),
    epochs: epochs ?? 5,
    limit,
    attackable: true,
  };
}
