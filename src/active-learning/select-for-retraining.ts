import { dre, selectionOf } from '../acquisition/index.ts';
import type { AcquisitionFunction } from '../acquisition/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { InvalidOptionError } from '../errors.ts';
import { acquisitionLimit } from '../family-members.ts';
import type { Classifier } from '../models/contract.ts';
import {
  callback,
  checkOptions,
  checkedLater,
  positive,
  record,
  required,
  seedLimit,
  type LimitsOf,
} from '../options.ts';
import type { Progress } from '../progress.ts';
import { show } from '../show.ts';
import { computeSignals } from '../signals/index.ts';
import { checkedRequests } from '../signals/requests.ts';
import { openView } from '../signals/signals-of.ts';
import { entropyBias } from '../uncertainty/index.ts';
import { demandLabelled } from './labelled.ts';

export interface SelectionOptions {
  /** The acquisition function that selects the inputs. @defaultValue dre */
  readonly acquisition?: AcquisitionFunction;
  /** Number of inputs to select, or a share of the split below 1, which is rounded to the nearest count. */
  readonly budget: number;
  /** Seed of the selection. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /**
   * Training data of the model. Required by acquisition functions that compare the split with this data, such as
   * `likelihoodSurprise`. @defaultValue no inputs
   */
  readonly labelled?: Split;
  /** Receives the progress of the selection. @defaultValue none */
  readonly progress?: Progress;
  /** Time that the selection may take. After it, a `TimeBudgetError` says how far it is. @defaultValue no limit */
  readonly seconds?: number;
}

const limits: LimitsOf<SelectionOptions> = {
  acquisition: acquisitionLimit,
  budget: required(checkedLater),
  seed: seedLimit,
  labelled: record,
  progress: callback,
  seconds: positive,
};

export interface RetrainingSelection {
  /** Positions in the split, most useful first. */
  readonly positions: Int32Array;
  /** Jensen-Shannon divergence between the entropies of the selection and of the split, in nats (50 bins). */
  readonly bias: number;
}

/**
 * Test selection for retraining: selects the inputs of a split that are most worth labelling or attacking to improve a
 * trained model. Pseudo labels and derived inputs of the acquisition function are ignored.
 *
 * @returns the selected positions, and the bias of the selection
 * @throws InvalidOptionError if the budget is not positive or exceeds the split, or if the acquisition function compares with a
 *   labelled set and `labelled` is missing or too small; InvalidDataError on an invalid split; TimeBudgetError if `seconds` are over
 * @see Guo et al. 2021, section 8
 */
export async function selectForRetraining(
  classifier: Classifier,
  split: Split,
  given: SelectionOptions,
): Promise<RetrainingSelection> {
  const options = checkOptions('selectForRetraining', given, limits);
  const { acquisition = dre, budget } = options;
  const view = await openView('selectForRetraining', classifier, { split, what: 'the split to select from' }, options);
  const count = countOf(budget, split.size);
  const advice = 'Pass labelled, the training data of the model.';
  demandLabelled('selectForRetraining', acquisition, view.labelled.size, advice);
  const requests = {
    ...checkedRequests('selectForRetraining: the acquisition function', acquisition.needs),
    probabilities: {},
  };
  const signals = await computeSignals<'probabilities'>(requests, { ...view, count });
  const { selected: positions } = await selectionOf(acquisition.select(signals, count, view.random, view.progress));
  return { positions, bias: entropyBias(signals.probabilities, positions) };
}

function countOf(budget: unknown, size: number): number {
  const number = typeof budget === 'number' ? budget : NaN;
  const count = number > 0 && number < 1 ? Math.max(1, Math.round(number * size)) : number;
  if (Number.isInteger(count) && count >= 1 && count <= size) return count;
  throw new InvalidOptionError(
    `selectForRetraining: budget is ${show(budget)} for a split of ${size} inputs.\n` +
      `Expected a share between 0 and 1, or a count from 1 to ${size}.\nFor 4 % of the split pass 0.04.`,
  );
}
