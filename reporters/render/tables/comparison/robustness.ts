import type { Comparison } from '../../../../src/report/schemas/comparison.ts';
import { spread } from '../numbers.ts';
import type { Table } from '../table.ts';
import { functionRows, type FunctionColumn } from './column.ts';
import { significanceColumns, significanceNotes } from './significance.ts';

/**
 * Shows robust accuracy per function and its significance against random sampling and dre. If robustness was not measured, it
 * shows the significance of accuracy instead.
 *
 * @returns at most one table
 */
export function robustnessTable(comparison: Comparison): Table[] {
  const { rows, attack, quantity } = comparison;
  const tests = significanceColumns(comparison);
  const notes = significanceNotes(comparison);
  if (quantity === 'robustAccuracy') {
    const subtitle = `accuracy under ${attack}`;
    return [{ title: 'Robustness', subtitle, ...functionRows(rows, [...robustness, ...tests]), notes }];
  }
  if (tests.length === 0) return [];
  return [{ title: 'Significance', subtitle: 'accuracy', ...functionRows(rows, tests), notes }];
}

const robustness: FunctionColumn[] = [
  {
    title: 'final robust %',
    show: ({ robustAccuracy, runs }) => spread(robustAccuracy, runs, 100, 1),
    rank: { of: ({ robustAccuracy }) => robustAccuracy, better: 'larger' },
  },
  {
    title: 'robust AUBC',
    show: ({ robustArea, runs }) => spread(robustArea, runs, 1, 3),
    rank: { of: ({ robustArea }) => robustArea, better: 'larger' },
  },
];
