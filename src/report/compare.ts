import { areaUnderCurve, deviation, mean } from '../statistics/index.ts';
import type { Comparison, ComparisonRow, Spread } from './comparison.ts';
import type { Json } from '../json.ts';
import type { ModelRecord, StageRecord } from './model-record.ts';

const baseline = 'randomSampling';

/**
 * Compares the acquisition functions of every setting that active learning ran in, over the seeds they share.
 *
 *   area(f)       = ∫ accuracy d labels / span of labels                    (trapezoid)
 *   difference(f) = Σ_stages (accuracy_f − accuracy_random) · 100           (points; same seed)
 *
 * Accuracy and robust accuracy are those of the last stage. Settings and rows come in a fixed order, whatever order the
 * records arrived in: settings by data set, architecture, training; rows by robust accuracy, then accuracy, then name.
 *
 * @see Hu et al. 2021, equation 8, for the difference
 */
export function compare(records: readonly ModelRecord[]): Comparison[] {
  const runs = records.filter(({ origin, stages }) => origin === 'active-learning' && stages.length > 0);
  return [...groupBy(runs, ({ setting }) => setting).values()]
    .map(compareSetting)
    .sort(
      (a, b) =>
        order(a.dataset, b.dataset) ||
        order(a.architecture, b.architecture) ||
        order(a.training ?? '', b.training ?? '') ||
        a.labels - b.labels ||
        order(a.setting, b.setting),
    );
}

function compareSetting(runs: readonly ModelRecord[]): Comparison {
  const { setting, dataset, architecture, training, stages, options } = runs[0];
  const random = new Map(runs.filter(({ acquisition }) => acquisition === baseline).map((run) => [run.seed, run]));
  const rows = [...groupBy(runs, ({ acquisition }) => acquisition ?? '').entries()]
    .map(([acquisition, own]) => compareFunction(acquisition, own, random))
    .sort(
      (a, b) =>
        (b.robustAccuracy?.mean ?? 0) - (a.robustAccuracy?.mean ?? 0) ||
        b.accuracy.mean - a.accuracy.mean ||
        order(a.acquisition, b.acquisition),
    );
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
    rows,
  };
}

function compareFunction(
  acquisition: string,
  own: readonly ModelRecord[],
  random: Map<number, ModelRecord>,
): ComparisonRow {
  const runs = [...own].sort((a, b) => a.seed - b.seed);
  const differences = runs.flatMap((run) => {
    const other = random.get(run.seed);
    return other && other.stages.length === run.stages.length ? [difference(run.stages, other.stages)] : [];
  });
  return {
    acquisition,
    runs: runs.length,
    accuracy: spread(runs.map(({ stages }) => last(stages).accuracy)),
    robustAccuracy: spreadOf(runs, ({ stages }) => last(stages).robustness),
    area: spread(runs.map(({ stages }) => area(stages, ({ accuracy }) => accuracy))),
    robustArea: spreadOf(runs, ({ stages }) =>
      stages.every(({ robustness }) => robustness !== null)
        ? area(stages, ({ robustness }) => robustness as number)
        : null,
    ),
    differenceToRandom: differences.length === runs.length ? spread(differences) : null,
    bias: spreadOf(runs, ({ stages }) => {
      const biases = stages.flatMap(({ bias }) => (bias === null ? [] : [bias.entropy]));
      return biases.length > 0 ? mean(biases) : null;
    }),
    seconds: spread(runs.map(({ stages }) => stages.reduce((sum, { seconds }) => sum + seconds, 0))),
  };
}

function difference(stages: readonly StageRecord[], random: readonly StageRecord[]): number {
  return stages.reduce((sum, { accuracy }, stage) => sum + (accuracy - random[stage].accuracy) * 100, 0);
}

/** A single stage has no span: its area is its height. */
function area(stages: readonly StageRecord[], height: (stage: StageRecord) => number): number {
  if (stages.length === 1) return height(stages[0]);
  return areaUnderCurve(
    stages.map(({ labelled }) => labelled),
    stages.map(height),
  );
}

function spread(values: readonly number[]): Spread {
  return { mean: mean(values), deviation: deviation(values) };
}

function spreadOf(runs: readonly ModelRecord[], value: (run: ModelRecord) => number | null): Spread | null {
  const values = runs.map(value);
  return values.every((each) => each !== null) ? spread(values) : null;
}

function describeRobustness(options: Json | undefined): string | null {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return null;
  const { attack, epsilon } = options as { attack: string; epsilon: number };
  return `${attack}(${epsilon})`;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

const last = <T>(items: readonly T[]): T => items[items.length - 1];
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
