import type { AttackSuccessTable } from '../../../src/report/schemas/attack-success-table.ts';
import { modelColumns, subtitleOf } from './model-tables.ts';
import { absent } from './numbers.ts';
import { cell, type Table } from './table.ts';

/** @returns one table per architecture and data set with several models or attacks: a row per model, a column per attack */
export function attackSuccessTables(tables: readonly AttackSuccessTable[]): Table[] {
  return tables.filter(({ rows, attacks }) => rows.length > 1 || attacks.length > 1).map(attackSuccessTable);
}

function attackSuccessTable(table: AttackSuccessTable): Table {
  const { attacks, rows, mostRobust, warnings = [] } = table;
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
      'attack success rate in %: share of the correctly classified inputs that the attack breaks' +
        (mostRobust.some((names) => names.length > 0) ? '; ▲: most robust model under each attack' : ''),
      ...(isMisleading(table) ? ['▲: highest robust accuracy = accuracy × (1 − rate), not the lowest rate'] : []),
      ...warnings.map((warning) => `⚠ ${warning}`),
    ],
  };
}

/** Whether a model with a lower rate is not the most robust one. */
function isMisleading({ rows, mostRobust }: AttackSuccessTable): boolean {
  return mostRobust.some((names, column) => {
    const rate = ({ rates }: AttackSuccessTable['rows'][number]): number => rates[column] ?? Infinity;
    const lowest = Math.min(...rows.map(rate));
    return rows.some((row) => names.includes(row.name) && rate(row) > lowest);
  });
}
