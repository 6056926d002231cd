import type { Report, ReportedGate } from '../../../src/report/schemas/report.ts';
import { absent, count, distance, percent } from './numbers.ts';
import { cell, type Cell, type Column, type Table } from './table.ts';

const columns: Column[] = [
  { title: 'test', align: 'left' },
  { title: 'quantity', align: 'left' },
  { title: 'measured', align: 'right' },
  { title: '95 % interval', align: 'right' },
  { title: 'required', align: 'right' },
  { title: 'inputs', align: 'right' },
];

/** @returns the table of assertions, with one row each below a row for their file; undefined without assertions */
export function gatesTable({ gates }: Report): Table | undefined {
  if (gates.length === 0) return undefined;
  const failed = gates.filter(({ passed }) => !passed).length;
  return {
    title: 'Gates',
    subtitle: failed === 0 ? `${gates.length} passed` : `${failed} failed, ${gates.length - failed} passed`,
    columns,
    rows: gates.flatMap((gate, index) =>
      gates[index - 1]?.file === gate.file ? [rowOf(gate)] : [fileRow(gate), rowOf(gate)],
    ),
    notes: gates.flatMap(notesOf),
  };
}

function rowOf(gate: ReportedGate): Cell[] {
  const { test, quantity, measurement, passed } = gate;
  return [
    cell(test),
    cell(quantity),
    cell(measuredOf(gate), passed ? 'pass' : 'fail'),
    cell(intervalOf(gate), 'faint'),
    cell(demandOf(gate)),
    cell(count(measurement.inputs), 'faint'),
  ];
}

/** Notes on a gate: warnings that its value says less than it seems to, and the file that shows inputs that the attack broke. */
function notesOf({ test, measurement, warnings = [], examples }: ReportedGate): string[] {
  return [
    ...[...(measurement.warnings ?? []), ...warnings].map((warning) => `⚠ ${test}: ${warning}`),
    ...(examples?.file ? [`✗ ${test}: inputs that the attack broke are shown in ${examples.file}`] : []),
  ];
}

const fileRow = ({ file }: ReportedGate): Cell[] => columns.map((_, index) => cell(index === 0 ? file : '', 'faint'));

/** The interval of the measurement. A gate on a derived value, such as a loss of accuracy, has none. */
function intervalOf({ value, measurement, unit }: ReportedGate): string {
  if (value !== measurement.value || unit === 'bytes') return absent;
  const { low, high } = measurement.interval;
  const bound = (value: number): string => (unit === 'distance' ? distance(value) : (value * 100).toFixed(1));
  return `[${bound(low)}, ${bound(high)}]`;
}

const signs = { 'at least': ['≥', '<'], 'at most': ['≤', '>'], above: ['>', '≤'], below: ['<', '≥'] } as const;

/** @returns the required value, as the table shows it */
export function demandOf({ relation, threshold, negated, unit, awaited = true }: ReportedGate): string {
  return `${signs[relation][negated ? 1 : 0]} ${show(threshold, unit)}${awaited ? '' : ', not awaited'}`;
}

/** @returns the measured value, as the table shows it */
export const measuredOf = ({ value, unit }: ReportedGate): string => show(value, unit);

function show(value: number, unit: ReportedGate['unit']): string {
  switch (unit) {
    case 'bytes':
      return `${count(Math.ceil(value))} bytes`;
    case 'distance':
      return distance(value);
    default:
      return percent(value);
  }
}
