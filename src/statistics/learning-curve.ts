import { InvalidOptionError } from '../errors.ts';
import { deviation } from './deviation.ts';
import { mean } from './mean.ts';

/** Mean and sample deviation of one quantity over seeds. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Mean and sample deviation. @throws InvalidOptionError if there are no values */
export function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values), deviation: deviation(values) };
}

/**
 * The learning curve of several runs: mean and sample deviation of every stage.
 *
 * @param runs - accuracies, [runs][stages]
 * @returns [stages]
 * @throws InvalidOptionError unless there is a run, and all have the same number of stages
 */
export function learningCurve(runs: readonly (readonly number[])[]): Spread[] {
  const lengths = new Set(runs.map(({ length }) => length));
  if (lengths.size !== 1) {
    throw new InvalidOptionError(
      `learningCurve: got ${runs.length} runs of ${[...lengths].join(', ') || 'no'} stages.\nExpected at least one run, and the same number of stages in each.`,
    );
  }
  return runs[0].map((_, stage) => spreadOf(runs.map((run) => run[stage])));
}
