import { wilson } from '../../../src/statistics/wilson.ts';
import { absent, count, percent } from '../tables/numbers.ts';
import type { Table } from '../tables/table.ts';

/** Predictions of a model by true class (rows) and predicted class (columns). */
export interface Confusion {
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** @returns recall, precision and F1 per class, lowest recall first, with the class that is most often predicted instead. */
export function perClass({ classes, counts }: Confusion, name: string): Table {
  const order = Array.from(classes.keys()).sort((a, b) => recallOf(counts, a) - recallOf(counts, b) || a - b);
  return {
    title: `classes of ${name}`,
    subtitle: '',
    columns: [
      { title: 'class', align: 'left' },
      ...['inputs', 'recall', '95 % interval', 'precision', 'F1'].map((title) => ({ title, align: 'right' as const })),
      { title: 'most often taken for', align: 'left' },
    ],
    rows: order.map((at) => {
      const row = counts[at];
      const total = sum(row);
      const predicted = sum(counts.map((others) => others[at]));
      const [recall, precision] = [total ? row[at] / total : null, predicted ? row[at] / predicted : null];
      const f1 =
        recall && precision ? (2 * recall * precision) / (recall + precision) : total + predicted > 0 ? 0 : null;
      const interval = total > 0 ? wilson(row[at], total) : undefined;
      return [
        { text: classes[at] },
        { text: count(total), mark: 'faint' as const },
        { text: percent(recall) },
        {
          text: interval ? `[${(100 * interval.low).toFixed(1)}, ${(100 * interval.high).toFixed(1)}]` : absent,
          mark: 'faint' as const,
        },
        { text: percent(precision) },
        { text: f1 === null ? absent : f1.toFixed(3) },
        { text: mistakeOf(row, at, classes), mark: 'faint' as const },
      ];
    }),
    notes: [],
  };
}

function mistakeOf(row: readonly number[], truth: number, classes: readonly string[]): string {
  const others = row.map((value, at) => (at === truth ? 0 : value));
  const most = Math.max(...others);
  return most === 0 ? absent : `${classes[others.indexOf(most)]} (${count(most)})`;
}

const recallOf = (counts: Confusion['counts'], at: number): number => counts[at][at] / (sum(counts[at]) || Infinity);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
