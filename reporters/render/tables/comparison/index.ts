import { comparesRuns, type Comparison } from '../../../../src/report/schemas/comparison.ts';
import type { Report, ThresholdResult } from '../../../../src/report/schemas/report.ts';
import { percent, signed } from '../numbers.ts';
import type { Table } from '../table.ts';
import { biasTable, correlationTable } from './biases.ts';
import { curveTables } from './curves.ts';
import { effectivenessTable } from './effectiveness.ts';
import { rivalryTables } from './rivalries.ts';
import { robustnessTable } from './robustness.ts';

/** @returns the tables of every setting with several runs or with thresholds */
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

/** One line per failed threshold, or a single line if all are met. */
function thresholdNotes(results: readonly ThresholdResult[]): string[] {
  const failed = results.filter(({ passed }) => !passed);
  if (results.length === 0) return [];
  if (failed.length === 0) return [`✓ all thresholds are met (${results.length})`];
  return failed.map(describeThreshold);
}

/** @returns a failed threshold in a sentence */
export function describeThreshold({ quantity, acquisition, value, atLeast }: ThresholdResult): string {
  const show = (number: number): string =>
    quantity === 'differenceToRandom' ? signed(number, 1) : quantity === 'area' ? number.toFixed(3) : percent(number);
  return `✗ threshold: ${quantity} of ${acquisition} is ${value === null ? 'not measured' : show(value)}, required at least ${show(atLeast)}`;
}
