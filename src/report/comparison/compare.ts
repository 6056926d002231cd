import { showEpsilon, type Epsilon } from '../../norms/epsilon-by-value.ts';
import type { Json } from '../../json.ts';
import { mean } from '../../statistics/index.ts';
import { groupBy, order } from '../groups.ts';
import type { Comparison } from '../schemas/comparison.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { compareFunction } from './compare-function.ts';
import { correlate } from './correlations.ts';
import { rivalriesOf, testAgainst } from './pairwise.ts';
import { contestantsOf, last, valueOf, type Contestant, type Quantity } from './runs.ts';

/**
 * Compares the acquisition functions of every setting of active learning over their common seeds. The order of the records
 * does not matter.
 *
 * @returns one comparison per setting, sorted by data set, architecture and training; its rows are sorted by robust accuracy,
 *   then accuracy, then name
 */
export function compare(records: readonly ModelRecord[]): Comparison[] {
  const runs = records.filter(({ origin, stages }) => origin === 'active-learning' && stages.length > 0);
  return [...groupBy(runs, ({ setting }) => setting).values()]
    .map((ofSetting) => compareSetting(ofSetting, fullAccuracyOf(ofSetting[0], records)))
    .sort(
      (a, b) =>
        order(a.dataset, b.dataset) ||
        order(a.architecture, b.architecture) ||
        order(a.training ?? '', b.training ?? '') ||
        a.labels - b.labels ||
        order(a.setting, b.setting),
    );
}

function compareSetting(runs: readonly ModelRecord[], fullAccuracy: number | null): Comparison {
  const { setting, dataset, architecture, training, stages, options } = runs[0];
  const measured = runs.every((run) => run.stages.every(({ robustness }) => robustness !== null));
  const quantity = measured ? 'robustAccuracy' : 'accuracy';
  const contestants = contestantsOf(runs).sort(
    (a, b) =>
      meanOfLast(b, 'robustAccuracy') - meanOfLast(a, 'robustAccuracy') ||
      meanOfLast(b, 'accuracy') - meanOfLast(a, 'accuracy') ||
      order(a.acquisition, b.acquisition),
  );
  const byName = new Map(contestants.map((contestant) => [contestant.acquisition, contestant]));
  const standards = {
    random: byName.get('randomSampling'),
    fullAccuracy,
    tests: {
      randomSampling: testAgainst(byName.get('randomSampling'), contestants, quantity),
      dre: testAgainst(byName.get('dre'), contestants, quantity),
    },
  };
  return {
    setting,
    dataset,
    architecture,
    training,
    initial: stages[0].labelled,
    labels: last(stages).labelled,
    stages: stages.length - 1,
    attack: describeRobustness(options.robustness as Json | undefined),
    seeds: [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b),
    fullAccuracy,
    quantity,
    rows: contestants.map((contestant) => compareFunction(contestant, standards)),
    winTieLoss: rivalriesOf(contestants, quantity),
    correlations: correlate(contestants, quantity),
  };
}

/** Mean accuracy of the models of the same kind that were trained on all labels; null without such a model. */
function fullAccuracyOf(run: ModelRecord, records: readonly ModelRecord[]): number | null {
  const sameKind = (record: ModelRecord): boolean =>
    record.origin === 'trained' &&
    record.architecture === run.architecture &&
    record.training === run.training &&
    record.dataset === run.dataset &&
    JSON.stringify(record.options.dataset) === JSON.stringify(run.options.dataset);
  const full = records.filter((record) => sameKind(record) && record.stages.length > 0);
  return full.length > 0 ? mean(full.map(({ stages }) => last(stages).accuracy)) : null;
}

const meanOfLast = ({ runs }: Contestant, quantity: Quantity): number =>
  mean(runs.map(({ stages }) => valueOf(last(stages), quantity) ?? 0));

function describeRobustness(options: Json | undefined): string | null {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return null;
  const { attack, epsilon } = options as { attack: string; epsilon: Epsilon };
  return `${attack}(${showEpsilon(epsilon)})`;
}
