import type { JsonObject } from '../../json.ts';
import type { AttackSuccessRow, AttackSuccessTable } from '../schemas/attack-success-table.ts';
import type { Gate } from '../schemas/gate.ts';
import type { Measurement } from '../schemas/measurement.ts';
import type { RobustnessMeasurement } from '../schemas/robustness-measurement.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { measuredOf, originOf, rowsByModel, tablesByOrigin, type OfModel } from './model-tables.ts';
import { groupBy } from '../groups.ts';

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
    measurement.kind === 'robustness' && measurement.compression === undefined;
  return tablesByOrigin(measuredOf(gates, models, isWanted), tabulateAttacks);
}

/** @returns one table of the attacks, with a row per model and a column per attack */
export function tabulateAttacks(measured: readonly MeasuredAttack[]): AttackSuccessTable {
  const columns = groupBy(measured, keyOf);
  const keys = [...columns.keys()];
  const rows = rowsByModel(measured, (ofModel) => ({
    accuracy: ofModel[0].measurement.cleanAccuracy,
    inputs: Math.max(...ofModel.map(({ measurement }) => measurement.inputs)),
    rates: keys.map((key) => ofModel.find((item) => keyOf(item) === key)?.measurement.attackSuccessRate ?? null),
  }));
  return {
    ...originOf(measured),
    attacks: titlesOf([...columns.values()].map(([{ measurement }]) => measurement)),
    rows,
    mostRobust: keys.map((_, column) => leastBroken(rows, column)),
  };
}

function leastBroken(rows: readonly AttackSuccessRow[], column: number): string[] {
  const measured = rows.filter(({ rates }) => rates[column] !== null);
  const least = Math.min(...measured.map(({ rates }) => rates[column] as number));
  const best = measured.filter(({ rates }) => rates[column] === least);
  return best.length < measured.length ? best.map(({ name }) => name) : [];
}

/** Column titles such as `pgd(0.1)`. Attacks with the same name and epsilon also show the options in which they differ. */
function titlesOf(measurements: readonly RobustnessMeasurement[]): string[] {
  const short = ({ attack, epsilon }: RobustnessMeasurement): string => `${attack}(${epsilon})`;
  return measurements.map((measurement) => {
    const namesakes = measurements.filter((other) => short(other) === short(measurement));
    const options = measurement.parameters as JsonObject;
    const differing = Object.keys(options).filter((name) =>
      namesakes.some(
        (other) => JSON.stringify((other.parameters as JsonObject)[name]) !== JSON.stringify(options[name]),
      ),
    );
    return [short(measurement), ...differing.map((name) => `${name} ${String(options[name])}`)].join(' ');
  });
}

const keyOf = ({ measurement: { attack, epsilon, parameters, curve } }: MeasuredAttack): string =>
  JSON.stringify([attack, epsilon, parameters, curve?.length]);
