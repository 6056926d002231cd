import type { CompressionTable } from '../../../src/report/schemas/compression-table.ts';
import { modelColumns, subtitleOf } from './model-tables.ts';
import { absent, signed } from './numbers.ts';
import { cell, intervalsOfShares, markExtremes, type Cell, type Mark, type Table } from './table.ts';

/** @returns one table per architecture and data set: a row per model, a column of changes in accuracy per compression */
export function compressionTables(tables: readonly CompressionTable[]): Table[] {
  return tables.map((table) => {
    const { compressions, rows } = table;
    const marks = compressions.map((_, column) => marksOf(table, column));
    return {
      title: 'Compression',
      subtitle: subtitleOf(table),
      columns: modelColumns(compressions),
      rows: [
        ...rows.map(({ name, accuracy, changes }, row) => [
          cell(name),
          cell((accuracy * 100).toFixed(2), 'faint'),
          ...changes.map((change, column) => cell(change === null ? absent : signed(change, 2), marks[column][row])),
        ]),
        [cell('size %', 'faint'), cell('100.0', 'faint'), ...compressions.map((_, column) => sizeCell(table, column))],
      ],
      notes: [
        'change in accuracy in points; size: bytes of the weights in % of float32, including scales and codebooks',
        ...(isMisleading(table, marks) ? ['▲ ▼: highest and lowest accuracy after the compression'] : []),
      ],
    };
  });
}

/** Accuracy after the compression decides the marks, because a model at chance level has nothing to lose. */
function marksOf({ rows }: CompressionTable, column: number): (Mark | undefined)[] {
  const after = rows.map(({ accuracy, changes }) => {
    const change = changes[column];
    return change === null ? null : Math.round((accuracy + change / 100) * 1e9) / 1e9;
  });
  const inputs = rows.map((row) => row.inputs);
  return markExtremes(after, intervalsOfShares(after, inputs), 'larger');
}

/** Whether the smallest loss of a column is not marked as its best value. */
function isMisleading({ rows }: CompressionTable, marks: readonly (readonly (Mark | undefined)[])[]): boolean {
  return marks.some((column, index) => {
    const change = (row: number): number => rows[row].changes[index] ?? -Infinity;
    const largest = Math.max(...rows.map((_, row) => change(row)));
    return column.some((mark, row) => mark === 'best' && change(row) < largest);
  });
}

/** The size after the compression in percent, averaged over the models. */
function sizeCell({ rows }: CompressionTable, column: number): Cell {
  const measured = rows.flatMap(({ sizes }) => sizes[column] ?? []);
  return cell(((100 * measured.reduce((sum, size) => sum + size, 0)) / measured.length).toFixed(1), 'faint');
}
