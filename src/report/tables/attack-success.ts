import type { JsonObject } from '../../json.ts';
import type { AttackSuccessRow, AttackSuccessTable } from '../schemas/attack-success-table.ts';
import type { Gate } from '../schemas/gate.ts';
import type { Measurement } from '../schemas/measurement.ts';
import type { RobustnessMeasurement } from '../schemas/robustness-measurement.ts';
import type { ModelRecord } from '../schemas/model-record.ts';
import { measuredOf, originOf, rowsByModel, tablesByOrigin, type OfModel } from './model-tables.ts';
import { groupBy } from '../groups.ts';

export type MeasuredAttack = OfModel<RobustnessMeasurement>;

/**
 * Gathers what the gates measured of attacks: a table for each architecture and data set, a row a model, a column an attack.
 * A model that was compressed before it was attacked is left out.
 *
 * @see Hu et al. 2021, figure 4
 */
export function gatherAttackSuccess(gates: readonly Gate[], models: readonly ModelRecord[]): AttackSuccessTable[] {
  const isWanted = (measurement: Measurement): measurement is RobustnessMeasurement =>
    measurement.kind === 'robustness' && measurement.compression === undefined;
  return tablesByOrigin(measuredOf(gates, models, isWanted), tabulateAttacks);
}

/** Puts the attacks on several models into one table. */
export function tabulateAttacks(measured: readonly MeasuredAttack[]): AttackSuccessTable {
  const columns = groupBy(measured, keyOf);
  const keys = [...columns.keys()];
  const rows = rowsByModel(measured, (own) => ({
    accuracy: own[0].measurement.cleanAccuracy,
    inputs: Math.max(...own.map((each) => each.measurement.inputs)),
    rates: keys.map((key) => own.find((each) => keyOf(each) === key)?.measurement.attackSuccessRate ?? null),
  }));
  return {
    ...originOf(measured),
    attacks: titlesOf([...columns.values()].map(([{ measurement }]) => measurement)),
    rows,
    mostRobust: keys.map((_, column) => leastBroken(rows, column)),
  };
}

function leastBroken(rows: readonly AttackSuccessRow[], column: number): string[] {
  const known = rows.filter(({ rates }) => rates[column] !== null);
  const least = Math.min(...known.map(({ rates }) => rates[column] as number));
  const best = known.filter(({ rates }) => rates[column] === least);
  return best.length < known.length ? best.map(({ name }) => name) : [];
}

/** `pgd(0.1)`, and where that is not enough to tell attacks apart, the options in which they differ. */
function titlesOf(measurements: readonly RobustnessMeasurement[]): string[] {
  const short = ({ attack, epsilon }: RobustnessMeasurement): string => `${attack}(${epsilon})`;
  return measurements.map((own) => {
    const namesakes = measurements.filter((other) => short(other) === short(own));
    const options = own.parameters as JsonObject;
    const differing = Object.keys(options).filter((name) =>
      namesakes.some(
        (other) => JSON.stringify((other.parameters as JsonObject)[name]) !== JSON.stringify(options[name]),
      ),
    );
    return [short(own), ...differing.map((name) => `${name} ${String(options[name])}`)].join(' ');
  });
}

const keyOf = ({ measurement: { attack, epsilon, parameters, curve } }: MeasuredAttack): string =>
  JSON.stringify([attack, epsilon, parameters, curve?.length]);
