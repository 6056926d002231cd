import type { Json, JsonObject } from '../../json.ts';
import { showEpsilon, type Epsilon } from '../../norms/epsilon-by-value.ts';
import type { AttackSuccessRow, AttackSuccessTable } from '../schemas/attack-success-table.ts';
import type { Gate } from '../schemas/gate.ts';
import type { Measurement } from '../schemas/measurement.ts';
import type { RobustnessMeasurement } from '../schemas/robustness-measurement.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { isPart } from '../inputs-done.ts';
import { wilson } from '../../statistics/wilson.ts';
import { fewCorrect } from './few-correct.ts';
import { measuredOf, originOf, rowsByModel, tablesByOrigin, type OfModel } from './model-tables.ts';
import { differingNames, groupBy } from '../groups.ts';

/** An attack on a model, with the model's record if it is known. */
export type MeasuredAttack = OfModel<RobustnessMeasurement>;

/**
 * Gathers the attacks that were measured for the gates. Attacks on compressed models are omitted.
 *
 * @returns one table per architecture and data set, with a row per model and a column per attack
 * @see Hu et al. 2021, figure 4
 */
export function gatherAttackSuccess(gates: readonly Gate[], models: readonly ModelRecord[]): AttackSuccessTable[] {
  const isWanted = (measurement: Measurement): measurement is RobustnessMeasurement =>
    measurement.kind === 'robustness' && measurement.compression === undefined && !isPart(measurement);
  return tablesByOrigin(measuredOf(gates, models, isWanted), tabulateAttacks);
}

/**
 * Tabulates attacks. The most robust model is the one with the highest robust accuracy: a model that classifies few inputs
 * correctly has few that an attack can break, so a low rate alone does not make it robust.
 *
 * @returns one table, with a row per model and a column per attack
 */
export function tabulateAttacks(measured: readonly MeasuredAttack[]): AttackSuccessTable {
  const columns = groupBy(measured, keyOf);
  const keys = [...columns.keys()];
  const rows = rowsByModel(measured, (ofModel) => ({
    accuracy: ofModel[0].measurement.cleanAccuracy,
    inputs: Math.max(...ofModel.map(({ measurement }) => measurement.attackedInputs ?? measurement.inputs)),
    rates: keys.map((key) => ofModel.find((item) => keyOf(item) === key)?.measurement.attackSuccessRate ?? null),
  }));
  const robust = rows.map(({ model, name }) =>
    keys.map((key) => robustAccuracyOf(measured.find((item) => isOf(item, model, name) && keyOf(item) === key))),
  );
  const warnings = fewCorrect(rows);
  return {
    ...originOf(measured),
    attacks: titlesOf([...columns.values()].map(([{ measurement }]) => measurement)),
    rows,
    mostRobust: keys.map((_, column) =>
      mostRobust(
        rows,
        robust.map((ofModel) => ofModel[column]),
      ),
    ),
    ...(warnings.length > 0 && { warnings }),
  };
}

const isOf = ({ record, measurement }: MeasuredAttack, model: string | null, name: string): boolean =>
  model === null ? record === undefined && measurement.subject === name : record?.id === model;

/** Robust accuracy, rounded, so that equal counts are equal in spite of floating point errors; null if it was not measured. */
function robustAccuracyOf(measured: MeasuredAttack | undefined): number | null {
  if (!measured) return null;
  const { cleanAccuracy, attackSuccessRate } = measured.measurement;
  return Math.round(cleanAccuracy * (1 - (attackSuccessRate ?? 1)) * 1e9) / 1e9;
}

/** Names of the models with the highest value, if its interval lies above those of all others. */
function mostRobust(rows: readonly AttackSuccessRow[], values: readonly (number | null)[]): string[] {
  const highest = Math.max(...values.filter((value) => value !== null));
  const intervals = values.map((value, row) => {
    const { inputs } = rows[row];
    return Number.isFinite(value) && inputs > 0 ? wilson(Math.round(Number(value) * inputs), inputs) : undefined;
  });
  const best = rows.filter((_, row) => values[row] === highest);
  const least = Math.min(...intervals.map((interval, row) => (values[row] === highest ? (interval?.low ?? 0) : 1)));
  const others = intervals.filter((_, row) => values[row] !== null && values[row] !== highest);
  const isApart = others.length > 0 && others.every((interval) => interval && interval.high < least);
  return isApart ? best.map(({ name }) => name) : [];
}

/**
 * Column titles such as `pgd(0.1)`, or `pgd(0.1 to 20 by value)`. Attacks with the same name and epsilon also show the options in which they differ, and whether
 * a curve over several epsilons was measured.
 */
function titlesOf(measurements: readonly RobustnessMeasurement[]): string[] {
  const short = ({ attack, epsilon, parameters }: RobustnessMeasurement): string => {
    const { epsilon: radii } = parameters as { epsilon?: Epsilon };
    return `${attack}(${showEpsilon(Array.isArray(radii) ? radii : epsilon)})`;
  };
  const optionsOf = ({ parameters, norm }: RobustnessMeasurement): JsonObject => ({
    ...(parameters as JsonObject),
    norm,
  });
  return measurements.map((measurement) => {
    const namesakes = measurements.filter((other) => short(other) === short(measurement));
    const options = optionsOf(measurement);
    const differing = differingNames(namesakes.map(optionsOf)).map((name) => `${name} ${textOf(options[name])}`);
    const isAlone = new Set(namesakes.map(({ curve }) => curve?.length)).size === 1;
    return [short(measurement), ...differing, ...(isAlone ? [] : [describeCurve(measurement)])].join(' ');
  });
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

const describeCurve = ({ curve }: RobustnessMeasurement): string => (curve ? `in a curve of ${curve.length}` : 'alone');

const keyOf = ({ measurement: { attack, epsilon, parameters, norm, curve } }: MeasuredAttack): string =>
  JSON.stringify([attack, epsilon, parameters, norm, curve?.length]);
