import type { ThresholdResult } from '../../../../src/report/schemas/report.ts';
import { absent, percent, signed } from '../numbers.ts';

/** The thresholds that do not hold, one by one; a single line where all do. */
export function thresholdNotes(results: readonly ThresholdResult[]): string[] {
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
