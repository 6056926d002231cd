import {
  annotationsToReach,
  areaUnderCurve,
  learningCurve,
  mean,
  spreadOf,
  sumOfDifferences,
} from '../../statistics/index.ts';
import type {
  Annotations,
  ComparisonRow,
  CurvePoint,
  MeanBias,
  Opponent,
  Significance,
  Spread,
} from '../schemas/comparison-row.ts';
import type { BiasName, ModelRecord, StageRecord } from '../schemas/model-record.ts';
import { last, valueOf, type Contestant, type Quantity } from './runs.ts';

/** The references for the rows of a setting. */
export interface Standards {
  readonly random: Contestant | undefined;
  readonly fullAccuracy: number | null;
  readonly tests: Readonly<Record<Opponent, ReadonlyMap<string, Significance>>>;
}

/**
 * Evaluates one acquisition function in a setting, on average over seeds. Accuracy and robust accuracy are those of the last
 * stage.
 *
 *   area       = ∫ accuracy d labels / span of labels                  (trapezoid; Zhan 2022: area under the budget curve)
 *   difference = Σ_stages (accuracy − accuracy of random) · 100        (points, same seed; Hu 2021, equation 8)
 *
 * @returns the row of the function in the comparison
 */
export function compareFunction(
  { acquisition, runs }: Contestant,
  { random, fullAccuracy, tests }: Standards,
): ComparisonRow {
  const overRuns = (value: (stages: readonly StageRecord[], run: ModelRecord) => number | null): Spread | null =>
    spreadOrNull(runs.map((run) => value(run.stages, run)));
  const always = (value: (stages: readonly StageRecord[]) => number): Spread =>
    spreadOf(runs.map(({ stages }) => value(stages)));
  return {
    acquisition,
    runs: runs.length,
    accuracy: always((stages) => last(stages).accuracy),
    robustAccuracy: overRuns((stages) => last(stages).robustness),
    area: always((stages) => areaOf(stages, 'accuracy')),
    robustArea: overRuns((stages) => (isMeasured(stages) ? areaOf(stages, 'robustAccuracy') : null)),
    differenceToRandom: overRuns((stages, { seed }) => {
      const other = random?.runs.find((run) => run.seed === seed);
      if (other?.stages.length !== stages.length) return null;
      return sumOfDifferences(accuraciesOf(stages), accuraciesOf(other.stages));
    }),
    annotations: fullAccuracy === null ? null : annotationsOf(runs, fullAccuracy),
    bias: biasOf(runs),
    curve: curveOf(runs),
    against: {
      randomSampling: tests.randomSampling.get(acquisition) ?? null,
      dre: tests.dre.get(acquisition) ?? null,
    },
    seconds: always((stages) => stages.reduce((sum, { seconds }) => sum + seconds, 0)),
  };
}

/** Area under the curve. A single stage has no span, so its area is its height. */
function areaOf(stages: readonly StageRecord[], quantity: Quantity): number {
  const heights = stages.map((stage) => valueOf(stage, quantity));
  return stages.length === 1 ? heights[0] : areaUnderCurve(labelsOf(stages), heights);
}

function annotationsOf(runs: readonly ModelRecord[], fullAccuracy: number): Annotations {
  const reached = runs.flatMap(
    ({ stages }) => annotationsToReach(labelsOf(stages), accuraciesOf(stages), fullAccuracy) ?? [],
  );
  return { reached: reached.length, labels: reached.length === runs.length ? spreadOf(reached) : null };
}

function biasOf(runs: readonly ModelRecord[]): MeanBias | null {
  const selecting = runs.map(({ stages }) => stages.flatMap(({ bias }) => bias ?? []));
  if (selecting.some((biases) => biases.length === 0)) return null;
  const overRuns = (name: BiasName): Spread =>
    spreadOf(selecting.map((biases) => mean(biases.map((bias) => bias[name]))));
  return {
    entropy: overRuns('entropy'),
    gini: overRuns('gini'),
    leastConfidence: overRuns('leastConfidence'),
    margin: overRuns('margin'),
    labels: overRuns('labels'),
  };
}

function curveOf(runs: readonly ModelRecord[]): CurvePoint[] {
  const accuracy = learningCurve(runs.map(({ stages }) => accuraciesOf(stages)));
  const robust = runs.every(({ stages }) => isMeasured(stages))
    ? learningCurve(runs.map(({ stages }) => stages.map((stage) => valueOf(stage, 'robustAccuracy'))))
    : undefined;
  return accuracy.map((spread, stage) => ({
    labelled: runs[0].stages[stage].labelled,
    accuracy: spread,
    robustAccuracy: robust?.[stage] ?? null,
  }));
}

const isMeasured = (stages: readonly StageRecord[]): boolean => stages.every(({ robustness }) => robustness !== null);
const labelsOf = (stages: readonly StageRecord[]): number[] => stages.map(({ labelled }) => labelled);
const accuraciesOf = (stages: readonly StageRecord[]): number[] => stages.map(({ accuracy }) => accuracy);

function spreadOrNull(values: readonly (number | null)[]): Spread | null {
  return values.every((value) => value !== null) ? spreadOf(values) : null;
}
