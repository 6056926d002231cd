import type { ComparisonRow, Spread } from '../../src/report/comparison-row.ts';
import { comparesRuns, type Comparison } from '../../src/report/comparison.ts';
import type { Report, ThresholdResult } from '../../src/report/report.ts';
import { absent, count, percent, signed, signedSpread, spread } from './numbers.ts';
import { cell, markExtremes, type Column, type Table } from './table.ts';

interface Quantity {
  readonly title: string;
  readonly of: (row: ComparisonRow) => Spread | null;
  readonly show: (value: Spread | null, runs: number) => string;
  readonly better?: 'larger' | 'smaller';
}

const quantities: Quantity[] = [
  {
    title: 'accuracy %',
    of: (row) => row.accuracy,
    show: (value, runs) => spread(value, runs, 100, 1),
    better: 'larger',
  },
  {
    title: 'robust %',
    of: (row) => row.robustAccuracy,
    show: (value, runs) => spread(value, runs, 100, 1),
    better: 'larger',
  },
  { title: 'area', of: (row) => row.area, show: (value, runs) => spread(value, runs, 1, 3), better: 'larger' },
  {
    title: 'robust area',
    of: (row) => row.robustArea,
    show: (value, runs) => spread(value, runs, 1, 3),
    better: 'larger',
  },
  {
    title: 'Δ random',
    of: (row) => row.differenceToRandom,
    show: (value, runs) => signedSpread(value, runs, 1),
    better: 'larger',
  },
  {
    title: 'entropy bias',
    of: (row) => row.bias?.entropy ?? null,
    show: (value, runs) => spread(value, runs, 1, 3),
    better: 'smaller',
  },
  {
    title: 'seconds',
    of: (row) => row.seconds,
    show: (value, runs) => spread(value, runs, 1, (value?.mean ?? 0) < 10 ? 1 : 0),
  },
];

/** One table a setting in which runs can be compared, or which is held against thresholds. */
export function comparisonTables(report: Report): Table[] {
  const isHeld = ({ setting }: Comparison): boolean => report.thresholds.some((result) => result.setting === setting);
  return report.comparisons
    .filter((comparison) => comparesRuns(comparison) || isHeld(comparison))
    .map((comparison) => comparisonTable(comparison, report.thresholds));
}

function comparisonTable(comparison: Comparison, thresholds: readonly ThresholdResult[]): Table {
  const { rows, setting } = comparison;
  const shown = quantities.filter(({ of }) => rows.some((row) => of(row) !== null));
  const marks = shown.map(({ of, better }) =>
    better
      ? markExtremes(
          rows.map((row) => of(row)?.mean ?? null),
          better,
        )
      : [],
  );
  return {
    title: 'Acquisition functions',
    subtitle: subtitleOf(comparison),
    columns: [{ title: 'function', align: 'left' }, ...shown.map(({ title }): Column => ({ title, align: 'right' }))],
    rows: rows.map((row, at) => [
      cell(row.acquisition),
      ...shown.map(({ of, show, better }, index) => cell(show(of(row), row.runs), better ? marks[index][at] : 'faint')),
    ]),
    notes: [...legend(comparison), ...thresholdNotes(thresholds.filter((result) => result.setting === setting))],
  };
}

function subtitleOf({ dataset, architecture, training, initial, labels, stages, seeds }: Comparison): string {
  const budget = `${count(initial)} to ${count(labels)} labels in ${stages} ${stages === 1 ? 'stage' : 'stages'}`;
  const repeats = seeds.length === 1 ? `seed ${seeds[0]}` : `mean ± deviation over seeds ${seeds.join(', ')}`;
  return [dataset, architecture, training, budget, repeats].filter(Boolean).join(' · ');
}

function legend({ attack, rows }: Comparison): string[] {
  const hasDifference = rows.some(({ differenceToRandom }) => differenceToRandom !== null);
  return [
    ...(attack ? [`robust: accuracy under ${attack}`] : []),
    'area: mean accuracy over the labels bought, from the learning curve',
    ...(hasDifference ? ['Δ random: accuracy minus random sampling’s, summed over stages, in points'] : []),
    'entropy bias: Jensen-Shannon divergence of the entropies of what was selected from the pool’s',
  ];
}

/** Those that do not hold, one by one. */
function thresholdNotes(results: readonly ThresholdResult[]): string[] {
  const failed = results.filter(({ passed }) => !passed);
  if (results.length === 0) return [];
  if (failed.length === 0) return [`✓ all ${results.length} thresholds hold`];
  return failed.map(describeThreshold);
}

function describeThreshold({ quantity, acquisition, value, atLeast }: ThresholdResult): string {
  const show = (number: number): string =>
    quantity === 'differenceToRandom' ? signed(number, 1) : quantity === 'area' ? number.toFixed(3) : percent(number);
  return `✗ threshold: ${quantity} of ${acquisition} ${value === null ? absent : show(value)}, demanded at least ${show(atLeast)}`;
}
