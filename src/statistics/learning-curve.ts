import { demand, list } from '../options.ts';
import { InvalidOptionError } from '../errors.ts';
import { deviation } from './deviation.ts';
import { mean } from './mean.ts';
import { checkNumbers } from './check-numbers.ts';

/** Mean and sample standard deviation of a quantity over seeds. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Returns mean and sample standard deviation. @throws InvalidOptionError if there are no values */
export function spreadOf(values: readonly number[]): Spread {
  checkNumbers('spreadOf', 'the values', values);
  return { mean: mean(values), deviation: deviation(values) };
}

/**
 * Learning curve of several runs: mean and sample standard deviation per stage.
 *
 * @param runs - accuracies, [runs][stages]
 * @returns [stages]
 * @throws InvalidOptionError if there is no run, or runs differ in their number of stages
 */
export function learningCurve(runs: readonly (readonly number[])[]): Spread[] {
  demand('learningCurve', 'the list of runs', runs, list);
  for (const run of runs) checkNumbers('learningCurve', 'the values of a run', run);
  const lengths = new Set(runs.map(({ length }) => length));
  if (lengths.size !== 1) {
    throw new InvalidOptionError(
      `learningCurve: got ${runs.length} runs of ${[...lengths].join(', ') || 'no'} stages.\nExpected at least one run and equal numbers of stages.`,
    );
  }
  return Array.from(runs[0], (_, stage) => spreadOf(runs.map((run) => run[stage])));
}
