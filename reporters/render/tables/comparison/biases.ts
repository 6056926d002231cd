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

/** @returns the table of divergences between selection and pool per function; empty if nothing was selected */
export function biasTable({ rows }: Comparison): Table[] {
  if (rows.every(({ bias }) => bias === null)) return [];
  return [
    {
      title: 'Selection bias',
      subtitle: 'Jensen-Shannon divergence between selection and pool in nats, mean over stages',
      ...functionRows(
        rows,
        biasNames.map((name) => ({
          title: titles[name],
          show: ({ bias }) => bias?.[name].mean.toFixed(3) ?? absent,
          rank: { of: ({ bias }) => bias?.[name] ?? null, better: 'smaller' },
        })),
      ),
      notes: [],
    },
  ];
}

/** @returns a heat map of the correlations of bias and robust accuracy by characteristic and stage; empty without them */
export function correlationTable({ correlations, rows, stages }: Comparison): Table[] {
  if (correlations === null || stages < 1) return [];
  const columns = Array.from({ length: stages }, (_, i) => ({ title: String(i + 1), align: 'right' as const }));
  return [
    {
      title: 'Bias and robustness',
      subtitle: `Pearson’s correlation of selection bias and robust accuracy across ${rows.length} functions, by stage`,
      columns: [{ title: 'bias', align: 'left' }, ...columns, { title: 'mean', align: 'right' }],
      rows: biasNames.map((name) => {
        const defined = correlations[name].filter((value) => value !== null);
        const mean = defined.length > 0 ? defined.reduce((sum, value) => sum + value, 0) / defined.length : null;
        return [cell(titles[name]), ...[...correlations[name], mean].map(heatCell)];
      }),
      notes: [
        'negative: the more a selection differs from its pool, the less robust the model; –: undefined, one of the two is constant',
      ],
    },
  ];
}

const heatCell = (value: number | null) => (value === null ? cell(absent) : { text: signed(value, 2), heat: value });
