import type { ComparisonRow } from '../../../../src/report/schemas/comparison-row.ts';
import { cell, markExtremes, type Cell, type Column, type Mark, type Table } from '../table.ts';

/** A column of a table with one row per function: the text of its cells, and their marks. */
export interface FunctionColumn {
  readonly title: string;
  readonly show: (row: ComparisonRow) => string;
  /** Marks the best and the worst cell by this value. */
  readonly rank?: { readonly of: (row: ComparisonRow) => number | null; readonly better: 'larger' | 'smaller' };
  /** Marks a cell independently of the others. */
  readonly mark?: (row: ComparisonRow) => Mark | undefined;
}

/** @returns columns and rows of a table with one row per function */
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
