import type { ComparisonRow } from '../../../../src/report/schemas/comparison-row.ts';
import type { Comparison } from '../../../../src/report/schemas/comparison.ts';
import { absent, count, percent, signedSpread, spread } from '../numbers.ts';
import type { Table } from '../table.ts';
import { functionRows, type FunctionColumn } from './column.ts';
import { significanceColumns, significanceNotes } from './significance.ts';

const shared: FunctionColumn[] = [
  {
    title: 'final %',
    show: ({ accuracy, runs }) => spread(accuracy, runs, 100, 1),
    rank: { of: ({ accuracy }) => accuracy, better: 'larger' },
  },
  {
    title: 'AUBC',
    show: ({ area, runs }) => spread(area, runs, 1, 3),
    rank: { of: ({ area }) => area, better: 'larger' },
  },
];

const difference: FunctionColumn = {
  title: 'Δ random',
  show: ({ differenceToRandom, runs }) => signedSpread(differenceToRandom, runs, 1),
  rank: { of: ({ differenceToRandom }) => differenceToRandom, better: 'larger' },
};

const annotations = (labels: number): FunctionColumn => ({
  title: 'annotations',
  show: (row) => showAnnotations(row, labels),
  rank: { of: (row) => row.annotations?.labels ?? null, better: 'smaller' },
});

const seconds: FunctionColumn = {
  title: 'seconds',
  show: ({ seconds: { mean } }) => count(Math.round(mean)),
  mark: () => 'faint',
};

/** @returns the table of final accuracies, areas under the curves and labels needed per function */
export function effectivenessTable(comparison: Comparison, notes: readonly string[]): Table {
  const { rows, fullAccuracy, labels, quantity } = comparison;
  const hasDifference = rows.some(({ differenceToRandom }) => differenceToRandom !== null);
  return {
    title: 'Acquisition functions',
    subtitle: subtitleOf(comparison),
    ...functionRows(rows, [
      ...shared,
      ...(hasDifference ? [difference] : []),
      ...(fullAccuracy === null ? [] : [annotations(labels)]),
      seconds,
    ]),
    notes: [
      'final: accuracy after the last stage; AUBC: area under the budget curve, the mean accuracy over all label budgets',
      ...(hasDifference
        ? ['Δ random: accuracy minus the accuracy of random sampling, summed over stages, in points']
        : []),
      ...(fullAccuracy === null
        ? []
        : [
            `annotations: labels needed to come within half a point of ${percent(fullAccuracy)}, the accuracy with all labels`,
          ]),
      ...(quantity === 'accuracy' && significanceColumns(comparison).length === 0 ? significanceNotes(comparison) : []),
      ...notes,
    ],
  };
}

/** Mean number of labels needed, or the number of runs that reached the accuracy if not all did. */
function showAnnotations({ annotations: needed, runs }: ComparisonRow, labels: number): string {
  if (needed === null) return absent;
  if (needed.reached === 0) return `> ${count(labels)}`;
  if (needed.labels === null) return `${needed.reached} of ${runs} runs`;
  const mean = count(Math.round(needed.labels.mean));
  return runs > 1 ? `${mean} ± ${count(Math.round(needed.labels.deviation))}` : mean;
}

/** The setting of a comparison in words. */
function subtitleOf({ dataset, architecture, training, initial, labels, stages, seeds }: Comparison): string {
  const budget = `${count(initial)} to ${count(labels)} labels in ${stages} ${stages === 1 ? 'stage' : 'stages'}`;
  const repeats = seeds.length === 1 ? `seed ${seeds[0]}` : `mean ± standard deviation over seeds ${seeds.join(', ')}`;
  return [dataset, architecture, training, budget, repeats].filter(Boolean).join(' · ');
}
