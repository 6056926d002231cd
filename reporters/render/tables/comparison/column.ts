import type { ComparisonRow } from '../../../../src/report/schemas/comparison-row.ts';
import { cell, markExtremes, type Cell, type Column, type Mark, type Table } from '../table.ts';

/** A column of a table with one row a function: what it shows of a function, and which values stand out. */
export interface FunctionColumn {
  readonly title: string;
  readonly show: (row: ComparisonRow) => string;
  /** Marks the best and the worst by this value. */
  readonly rank?: { readonly of: (row: ComparisonRow) => number | null; readonly better: 'larger' | 'smaller' };
  /** Marks a cell by what it says alone. */
  readonly mark?: (row: ComparisonRow) => Mark | undefined;
}

/** Columns and rows of a table with one row a function. */
export function functionRows(
  rows: readonly ComparisonRow[],
  columns: readonly FunctionColumn[],
): Pick<Table, 'columns' | 'rows'> {
  const marks = columns.map(({ rank, mark }) =>
    rank ? markExtremes(rows.map(rank.of), rank.better) : rows.map((row) => mark?.(row)),
  );
  return {
    columns: [{ title: 'function', align: 'left' }, ...columns.map(({ title }): Column => ({ title, align: 'right' }))],
    rows: rows.map((row, at): Cell[] => [
      cell(row.acquisition),
      ...columns.map(({ show }, index) => cell(show(row), marks[index][at])),
    ]),
  };
}
