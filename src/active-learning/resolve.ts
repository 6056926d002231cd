import { openCache, type Cache } from '../cache/index.ts';
import { validateDataset } from '../splits/index.ts';
import { InvalidOptionError } from '../errors.ts';
import { integerFrom, oneOf, type Limit } from '../options.ts';
import { settings } from '../settings.ts';
import { standardTraining } from '../training/index.ts';
import type { ActiveLearningOptions } from './contract.ts';

/** The options of a run, checked and with their defaults filled in. */
export type Run = Required<Omit<ActiveLearningOptions, 'oracle' | 'robustness' | 'cache' | 'progress'>> &
  Pick<ActiveLearningOptions, 'oracle' | 'robustness' | 'progress'> & { readonly cache: Cache };

/**
 * Checks everything that can be checked before the first model is trained.
 *
 * @throws InvalidOptionError on a number out of range or more labels than inputs; InvalidDataError on a bad data set
 */
export function resolveRun(options: ActiveLearningOptions): Run {
  const { dataset, architecture, acquisition, initial, query, stages } = options;
  const { training = standardTraining(), update = 'continue', seed = settings().seed } = options;
  demand('initial', initial, integerFrom(1));
  demand('query', query, integerFrom(1));
  demand('stages', stages, integerFrom(0));
  demand('seed', seed, integerFrom(Number.MIN_SAFE_INTEGER));
  demand('update', update, oneOf('continue', 'from-scratch'));
  if (options.robustness?.limit !== undefined) demand('robustness.limit', options.robustness.limit, integerFrom(1));
  validateDataset(dataset);
  validateBudget(options);
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

function demand(option: string, value: number | string, { expected, holds }: Limit): void {
  if (holds(value)) return;
  throw new InvalidOptionError(`Active learning: ${option} is ${value}.\nExpected ${expected}.\nCorrect the option.`);
}

function validateBudget({ dataset, initial, query, stages }: ActiveLearningOptions): void {
  const labels = initial + stages * query;
  if (labels <= dataset.train.size) return;
  throw new InvalidOptionError(
    `Active learning: initial ${initial} + ${stages} stages × query ${query} = ${labels} labels, ` +
      `but the training split of "${dataset.name}" has ${dataset.train.size} inputs.\n` +
      `Expected at most ${dataset.train.size} labels.\nLower initial, query or stages, or give more inputs.`,
  );
}
