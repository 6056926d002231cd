import type { Comparison } from '../../../../src/report/schemas/comparison.ts';
import { biasNames, type BiasName } from '../../../../src/report/schemas/model-record.ts';
import { absent, signed } from '../numbers.ts';
import { cell, type Table } from '../table.ts';
import { functionRows } from './column.ts';

const titles: Record<BiasName, string> = {
  entropy: 'entropy',
  gini: 'Gini',
  leastConfidence: 'least confidence',
  margin: 'margin',
  labels: 'labels',
};

/** How unlike the pool each function selects. */
export function biasTable({ rows }: Comparison): Table[] {
  if (rows.every(({ bias }) => bias === null)) return [];
  return [
    {
      title: 'Selection bias',
      subtitle: 'Jensen-Shannon divergence from the pool in nats, mean over stages',
      ...functionRows(
        rows,
        biasNames.map((name) => ({
          title: titles[name],
          show: ({ bias }) => bias?.[name].mean.toFixed(3) ?? absent,
          rank: { of: ({ bias }) => bias?.[name].mean ?? null, better: 'smaller' },
        })),
      ),
      notes: [],
    },
  ];
}

/** Whether biased functions train less robust models: a heat map of the correlations, characteristic by stage. */
export function correlationTable({ correlations, rows, stages }: Comparison): Table[] {
  if (correlations === null || stages < 1) return [];
  const columns = Array.from({ length: stages }, (_, i) => ({ title: String(i + 1), align: 'right' as const }));
  return [
    {
      title: 'Bias and robustness',
      subtitle: `Pearson’s correlation across ${rows.length} functions, by stage`,
      columns: [{ title: 'bias', align: 'left' }, ...columns, { title: 'mean', align: 'right' }],
      rows: biasNames.map((name) => {
        const known = correlations[name].filter((value) => value !== null);
        const mean = known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
        return [cell(titles[name]), ...[...correlations[name], mean].map(heatCell)];
      }),
      notes: [
        'negative: the less a selection is like its pool, the less robust the model; –: one of the two does not vary',
      ],
    },
  ];
}

const heatCell = (value: number | null) => (value === null ? cell(absent) : { text: signed(value, 2), heat: value });
