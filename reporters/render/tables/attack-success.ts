import type { AttackSuccessTable } from '../../../src/report/schemas/attack-success-table.ts';
import { modelColumns, subtitleOf } from './model-tables.ts';
import { absent } from './numbers.ts';
import { cell, type Table } from './table.ts';

/** A table for each architecture and data set where several models or attacks can be compared: a row a model, a column an attack. */
export function attackSuccessTables(tables: readonly AttackSuccessTable[]): Table[] {
  return tables.filter(({ rows, attacks }) => rows.length > 1 || attacks.length > 1).map(attackSuccessTable);
}

function attackSuccessTable(table: AttackSuccessTable): Table {
  const { attacks, rows, mostRobust } = table;
  return {
    title: 'Attack success',
    subtitle: subtitleOf(table),
    columns: modelColumns(attacks),
    rows: rows.map(({ name, accuracy, rates }) => [
      cell(name),
      cell((accuracy * 100).toFixed(1), 'faint'),
      ...rates.map((rate, column) =>
        cell(rate === null ? absent : (rate * 100).toFixed(1), mostRobust[column].includes(name) ? 'best' : undefined),
      ),
    ]),
    notes: [
      'share of the correctly classified inputs that the attack breaks, in percent' +
        (mostRobust.some((names) => names.length > 0) ? '; ▲ the most robust model under each attack' : ''),
    ],
  };
}
