import { openCache, type Cache } from '../cache/index.ts';
import { validateDataset } from '../splits/index.ts';
import { InvalidOptionError } from '../errors.ts';
import { acquisitionLimit, anyAttackLimit, architectureLimit, trainingLimit } from '../family-members.ts';
import {
  callback,
  checkOptions,
  checkedLater,
  demand,
  epsilonLimit,
  folderOrFalse,
  integerFrom,
  oneOf,
  record,
  required,
  seedLimit,
  type LimitsOf,
} from '../options.ts';
import { seedOf } from '../settings.ts';
import { standardTraining } from '../training/index.ts';
import type { ActiveLearningOptions } from './contract.ts';
import { demandLabelled } from './labelled.ts';

/** The checked options of a run, with defaults filled in. */
export type Run = Required<Omit<ActiveLearningOptions, 'oracle' | 'robustness' | 'cache' | 'progress'>> &
  Pick<ActiveLearningOptions, 'oracle' | 'robustness' | 'progress'> & { readonly cache: Cache };

const owner = 'Active learning';

/** The limits of these options. */
export const runLimits: LimitsOf<ActiveLearningOptions> = {
  dataset: required(record),
  architecture: required(architectureLimit),
  acquisition: required(acquisitionLimit),
  initial: required(integerFrom(1)),
  query: required(integerFrom(1)),
  stages: required(integerFrom(0)),
  training: trainingLimit,
  initialTraining: trainingLimit,
  update: oneOf('continue', 'from-scratch'),
  oracle: callback,
  robustness: record,
  seed: seedLimit,
  cache: folderOrFalse,
  progress: callback,
};
const robustnessLimits: LimitsOf<NonNullable<ActiveLearningOptions['robustness']>> = {
  attack: required(anyAttackLimit),
  epsilon: required(epsilonLimit),
  limit: checkedLater,
};

/**
 * Checks everything that can be checked before training, and fills in the defaults.
 *
 * @throws InvalidOptionError if a number is out of range or there are more labels than inputs; InvalidDataError on an invalid
 *   data set
 */
export function resolveRun(given: ActiveLearningOptions): Run {
  const options = checkOptions(owner, given, runLimits);
  const { dataset, architecture, acquisition, initial, query, stages } = options;
  const { training = standardTraining(), update = 'continue' } = options;
  const seed = seedOf(owner, options.seed);
  const robustness = options.robustness && checkOptions(`${owner}: robustness`, options.robustness, robustnessLimits);
  if (robustness?.limit !== undefined) demand(owner, 'robustness.limit', robustness.limit, integerFrom(1));
  validateDataset(dataset);
  validateBudget(options);
  if (stages > 0)
    demandLabelled('Active learning', acquisition, initial, 'Raise initial, the size of the first labelled set.');
  const { epochs } = training.options;
  const initialTraining = options.initialTraining ?? standardTraining(typeof epochs === 'number' ? { epochs } : {});
  const { oracle, progress } = options;
  const cache = openCache(options.cache);
  return {
    dataset,
    architecture,
    acquisition,
    initial,
    query,
    stages,
    training,
    initialTraining,
    update,
    oracle,
    robustness,
    seed,
    cache,
    progress,
  };
}

function validateBudget({ dataset, initial, query, stages }: ActiveLearningOptions): void {
  const labels = initial + stages * query;
  if (labels <= dataset.train.size) return;
  throw new InvalidOptionError(
    `Active learning: initial ${initial} + ${stages} stages × query ${query} = ${labels} labels, ` +
      `but the training split of "${dataset.name}" has ${dataset.train.size} inputs.\n` +
      `Expected at most ${dataset.train.size} labels.\nLower initial, query or stages, or add inputs.`,
  );
}
