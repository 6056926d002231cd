import { mean, pearson } from '../../statistics/index.ts';
import type { Correlations } from '../schemas/comparison.ts';
import type { BiasName } from '../schemas/model-record.ts';
import { valueOf, type Contestant, type Quantity } from './runs.ts';

/**
 * Correlates bias and robust accuracy across functions, stage by stage, both averaged over seeds. A negative correlation means
 * that functions with a larger bias train less robust models.
 *
 *   r_i = Pearson(d_i, a_i),   d_i = bias and a_i = robust accuracy of stage i, one value each per function
 *
 * @returns by characteristic, [stages without stage 0]. The result is null without robust accuracy, and with fewer than three
 *   functions. A stage is null if either quantity is constant, or if a function has no bias in it.
 * @see Guo et al. 2021, equation 13 and figure 3
 */
export function correlate(contestants: readonly Contestant[], quantity: Quantity): Correlations | null {
  if (quantity !== 'robustAccuracy' || contestants.length < 3) return null;
  const stages = Math.min(...contestants.flatMap(({ runs }) => runs.map((run) => run.stages.length)));
  const overStages = (name: BiasName): (number | null)[] =>
    Array.from({ length: stages - 1 }, (_, i) => {
      const biases = contestants.map(({ runs }) => meanOf(runs.map((run) => run.stages[i + 1].bias?.[name])));
      const robust = contestants.map(({ runs }) => mean(runs.map((run) => valueOf(run.stages[i + 1], quantity))));
      if (!biases.every((bias) => bias !== undefined) || !varies(biases) || !varies(robust)) return null;
      return pearson(biases, robust);
    });
  return {
    entropy: overStages('entropy'),
    gini: overStages('gini'),
    leastConfidence: overStages('leastConfidence'),
    margin: overStages('margin'),
    labels: overStages('labels'),
  };
}

const meanOf = (values: readonly (number | undefined)[]): number | undefined =>
  values.every((value) => value !== undefined) ? mean(values) : undefined;

const varies = (values: readonly number[]): boolean => new Set(values).size > 1;
