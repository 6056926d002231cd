import { openCache, type Cache } from '../cache/index.ts';
import { validateDataset } from '../splits/index.ts';
import { InvalidOptionError } from '../errors.ts';
import { demand, integer, integerFrom, oneOf, type Limit } from '../options.ts';
import { settings } from '../settings.ts';
import { standardTraining } from '../training/index.ts';
import type { ActiveLearningOptions } from './contract.ts';
import { demandLabelled } from './labelled.ts';

/** The checked options of a run, with defaults filled in. */
export type Run = Required<Omit<ActiveLearningOptions, 'oracle' | 'robustness' | 'cache' | 'progress'>> &
  Pick<ActiveLearningOptions, 'oracle' | 'robustness' | 'progress'> & { readonly cache: Cache };

/**
 * Checks everything that can be checked before training, and fills in the defaults.
 *
 * @throws InvalidOptionError if a number is out of range or there are more labels than inputs; InvalidDataError on an invalid
 *   data set
 */
export function resolveRun(options: ActiveLearningOptions): Run {
  const { dataset, architecture, acquisition, initial, query, stages } = options;
  const { training = standardTraining(), update = 'continue', seed = settings().seed } = options;
  check('initial', initial, integerFrom(1));
  check('query', query, integerFrom(1));
  check('stages', stages, integerFrom(0));
  check('seed', seed, integer);
  check('update', update, oneOf('continue', 'from-scratch'));
  if (options.robustness?.limit !== undefined) check('robustness.limit', options.robustness.limit, integerFrom(1));
  validateDataset(dataset);
  validateBudget(options);
  if (stages > 0)
    demandLabelled('Active learning', acquisition, initial, 'Raise initial, the size of the first labelled set.');
  const { epochs } = training.options;
  const initialTraining = options.initialTraining ?? standardTraining(typeof epochs === 'number' ? { epochs } : {});
  const { oracle, robustness, progress } = options;
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

function check(option: string, value: number | string, limit: Limit): void {
  demand('Active learning', option, value, limit, 'Correct the option.');
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
