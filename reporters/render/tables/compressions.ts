import type { CompressionTable } from '../../../src/report/schemas/compression-table.ts';
import { modelColumns, subtitleOf } from './model-tables.ts';
import { absent, signed } from './numbers.ts';
import { cell, markExtremes, type Cell, type Table } from './table.ts';

/** A table for each architecture and data set: a row a model, a column a compression, the change of accuracy in points. */
export function compressionTables(tables: readonly CompressionTable[]): Table[] {
  return tables.map((table) => {
    const { compressions, rows } = table;
    const marks = compressions.map((_, column) =>
      markExtremes(
        rows.map(({ changes }) => changes[column]),
        'larger',
      ),
    );
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
      notes: ['change of accuracy in points; size of the weights in percent of float32, scales and codebooks included'],
    };
  });
}

/** The size that the compression leaves, on average over the models. */
function sizeCell({ rows }: CompressionTable, column: number): Cell {
  const known = rows.flatMap(({ sizes }) => sizes[column] ?? []);
  return cell(((100 * known.reduce((sum, size) => sum + size, 0)) / known.length).toFixed(1), 'faint');
}
