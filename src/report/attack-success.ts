import type { JsonObject } from '../json.ts';
import type { AttackSuccessRow, AttackSuccessTable } from './attack-success-table.ts';
import type { Gate } from './gate.ts';
import type { RobustnessMeasurement } from './measurement.ts';
import type { ModelRecord } from './model-record.ts';
import { groupBy, order } from './runs.ts';

/** An attack on a model, of which the record is known where a fixture made it. */
export interface MeasuredAttack {
  readonly record?: ModelRecord;
  readonly measurement: RobustnessMeasurement;
}

/**
 * Gathers what the gates measured of attacks: a table for each architecture and data set, a row a model, a column an attack.
 * Models trained by an acquisition function come first, by name; those trained on everything last. A model that was compressed
 * before it was attacked is left out.
 *
 * @see Hu et al. 2021, figure 4
 */
export function gatherAttackSuccess(gates: readonly Gate[], models: readonly ModelRecord[]): AttackSuccessTable[] {
  const byId = new Map(models.map((record) => [record.id, record]));
  const measured = gates.flatMap(({ measurement, model }): MeasuredAttack[] =>
    measurement.kind === 'robustness' && measurement.compression === undefined
      ? [{ record: byId.get(model ?? ''), measurement }]
      : [],
  );
  return [
    ...groupBy(measured, ({ record }) =>
      JSON.stringify([record?.dataset ?? null, record?.architecture ?? null]),
    ).values(),
  ]
    .map(tabulateAttacks)
    .sort((a, b) => order(a.dataset ?? '', b.dataset ?? '') || order(a.architecture ?? '', b.architecture ?? ''));
}

/** Puts the attacks on several models into one table. */
export function tabulateAttacks(measured: readonly MeasuredAttack[]): AttackSuccessTable {
  const columns = groupBy(measured, keyOf);
  const keys = [...columns.keys()];
  const rows = [...groupBy(measured, ({ record, measurement }) => record?.id ?? `: ${measurement.subject}`).values()]
    .map((own) => rowOf(own, keys))
    .sort((a, b) => Number(a.acquisition === null) - Number(b.acquisition === null) || order(a.name, b.name));
  return {
    dataset: measured[0]?.record?.dataset ?? null,
    architecture: measured[0]?.record?.architecture ?? null,
    attacks: titlesOf([...columns.values()].map(([{ measurement }]) => measurement)),
    rows,
    mostRobust: keys.map((_, column) => leastBroken(rows, column)),
  };
}

function rowOf(own: readonly MeasuredAttack[], keys: readonly string[]): AttackSuccessRow {
  const [{ record, measurement }] = own;
  const { subject, cleanAccuracy: accuracy } = measurement;
  return {
    model: record?.id ?? null,
    name: record?.name ?? subject,
    acquisition: record?.acquisition ?? null,
    accuracy,
    inputs: Math.max(...own.map((each) => each.measurement.inputs)),
    rates: keys.map((key) => own.find((each) => keyOf(each) === key)?.measurement.attackSuccessRate ?? null),
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
