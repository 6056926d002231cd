import type { ComparisonRow, Spread } from '../../../../src/report/schemas/comparison-row.ts';
import { spreadInterval } from '../../../../src/report/spread-interval.ts';
import { cell, markExtremes, type Cell, type Column, type Mark, type Table } from '../table.ts';

/** A column of a table with one row per function: the text of its cells, and their marks. */
export interface FunctionColumn {
  readonly title: string;
  readonly show: (row: ComparisonRow) => string;
  /** Marks the best and the worst cell by this value, where their intervals over seeds lie apart from all others. */
  readonly rank?: { readonly of: (row: ComparisonRow) => Spread | null; readonly better: 'larger' | 'smaller' };
  /** Marks a cell independently of the others. */
  readonly mark?: (row: ComparisonRow) => Mark | undefined;
}

/** The extremes whose intervals over seeds lie apart from those of all other functions. */
function marksOf(
  rows: readonly ComparisonRow[],
  { of, better }: NonNullable<FunctionColumn['rank']>,
): (Mark | undefined)[] {
  const spreads = rows.map(of);
  const intervals = spreads.map((spread, at) => spread && spreadInterval(spread, rows[at].runs));
  return markExtremes(
    spreads.map((spread) => spread?.mean ?? null),
    intervals,
    better,
  );
}

/** @returns columns and rows of a table with one row per function */
export function functionRows(
  rows: readonly ComparisonRow[],
  columns: readonly FunctionColumn[],
): Pick<Table, 'columns' | 'rows'> {
  const marks = columns.map(({ rank, mark }) => (rank ? marksOf(rows, rank) : rows.map((row) => mark?.(row))));
  return {
    columns: [{ title: 'function', align: 'left' }, ...columns.map(({ title }): Column => ({ title, align: 'right' }))],
    rows: rows.map((row, at): Cell[] => [
      cell(row.acquisition),
      ...columns.map(({ show }, index) => cell(show(row), marks[index][at])),
    ]),
  };
}
