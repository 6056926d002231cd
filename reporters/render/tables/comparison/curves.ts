import type { ComparisonRow, Spread } from '../../../../src/report/schemas/comparison-row.ts';
import type { Comparison } from '../../../../src/report/schemas/comparison.ts';
import { absent, count } from '../numbers.ts';
import { cell, type Table } from '../table.ts';
import { sparkline } from '../../charts/sparkline.ts';

/** Largest number of stages shown as numbers; the sparkline shows all. */
const writtenOut = 7;

/** @returns the learning curves over seeds: one table of accuracy, and one of robust accuracy if it was measured */
export function curveTables({ rows, stages, attack, seeds }: Comparison): Table[] {
  if (stages < 2) return [];
  const accuracy = rows.map(({ curve }) => curve.map((point): Spread | null => point.accuracy));
  const robust = rows.map(({ curve }) => curve.map((point) => point.robustAccuracy));
  return [
    curveTable({ rows, curves: accuracy, subtitle: 'accuracy in % by number of labels', seeds }),
    ...(robust.flat().every((point) => point !== null)
      ? [curveTable({ rows, curves: robust, subtitle: `accuracy in % under ${attack} by number of labels`, seeds })]
      : []),
  ];
}

interface Curves {
  readonly rows: readonly ComparisonRow[];
  readonly curves: readonly (readonly (Spread | null)[])[];
  readonly subtitle: string;
  readonly seeds: readonly number[];
}

function curveTable({ rows, curves, subtitle, seeds }: Curves): Table {
  const stages = spaced(curves[0].length, writtenOut);
  const means = curves.map((curve) => curve.map((point) => point?.mean ?? 0));
  const [low, high] = [Math.min(...means.flat()), Math.max(...means.flat())];
  const several = seeds.length > 1;
  return {
    title: 'Learning curves',
    subtitle,
    columns: [
      { title: 'function', align: 'left' },
      { title: 'curve', align: 'left' },
      ...stages.map((stage) => ({ title: count(rows[0].curve[stage].labelled), align: 'right' as const })),
      ...(several ? [{ title: '±', align: 'right' as const }] : []),
    ],
    rows: rows.map(({ acquisition }, at) => [
      cell(acquisition),
      cell(sparkline(means[at], low, high)),
      ...stages.map((stage) => cell((100 * means[at][stage]).toFixed(1))),
      ...(several ? [cell(meanDeviation(curves[at]), 'faint')] : []),
    ]),
    notes: several ? ['±: standard deviation over seeds, averaged over stages'] : [],
  };
}

function meanDeviation(curve: readonly (Spread | null)[]): string {
  const deviations = curve.flatMap((point) => point?.deviation ?? []);
  if (deviations.length === 0) return absent;
  return ((100 * deviations.reduce((sum, value) => sum + value, 0)) / deviations.length).toFixed(1);
}

/** At most `limit` evenly spaced indices from 0 to size - 1. */
function spaced(size: number, limit: number): number[] {
  const shown = Math.min(size, limit);
  return Array.from({ length: shown }, (_, i) => Math.round((i * (size - 1)) / (shown - 1)));
}
