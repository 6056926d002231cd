import { comparesRuns, type Comparison } from '../../../../src/report/schemas/comparison.ts';
import type { Report } from '../../../../src/report/schemas/report.ts';
import type { Table } from '../table.ts';
import { biasTable, correlationTable } from './biases.ts';
import { curveTables } from './curves.ts';
import { effectivenessTable } from './effectiveness.ts';
import { rivalryTables } from './rivalries.ts';
import { robustnessTable } from './robustness.ts';
import { thresholdNotes } from './thresholds.ts';

/** The tables of every setting in which runs can be compared, or which is held against thresholds. */
export function comparisonTables(report: Report): Table[] {
  return report.comparisons.flatMap((comparison) => {
    const results = report.thresholds.filter(({ setting }) => setting === comparison.setting);
    if (!comparesRuns(comparison) && results.length === 0) return [];
    return tablesOf(comparison, thresholdNotes(results));
  });
}

function tablesOf(comparison: Comparison, notes: readonly string[]): Table[] {
  return [
    effectivenessTable(comparison, notes),
    ...robustnessTable(comparison),
    ...curveTables(comparison),
    ...biasTable(comparison),
    ...correlationTable(comparison),
    ...rivalryTables(comparison),
  ];
}
