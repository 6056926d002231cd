import { inputsDone } from '../../../src/report/inputs-done.ts';
import type { Measurement } from '../../../src/report/schemas/measurement.ts';
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
  return {
    title: 'Gates',
    subtitle: countsOf(gates),
    columns,
    rows: gates.flatMap((gate, index) =>
      gates[index - 1]?.file === gate.file ? [rowOf(gate)] : [fileRow(gate), rowOf(gate)],
    ),
    notes: gates.flatMap(notesOf),
  };
}

/** The numbers of gates by outcome, e.g. `1 undecided, 3 passed`. */
function countsOf(gates: readonly ReportedGate[]): string {
  const passed = gates.filter((gate) => gate.passed).length;
  const undecided = gates.filter((gate) => gate.undecided).length;
  const failed = gates.length - passed - undecided;
  return [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    `${passed} passed`,
  ].join(', ');
}

function rowOf(gate: ReportedGate): Cell[] {
  const { test, quantity, measurement, passed, undecided } = gate;
  return [
    cell(test),
    cell(quantity),
    cell(measuredOf(gate), passed ? 'pass' : undecided ? 'undecided' : 'fail'),
    cell(intervalOf(gate), 'faint'),
    cell(demandOf(gate)),
    cell(inputsOf(measurement), 'faint'),
  ];
}

/** Notes on a gate: warnings that its value says less than it seems to, and the file that shows inputs that the attack broke. */
function notesOf({ test, measurement, warnings = [], advice = [], examples }: ReportedGate): string[] {
  return [
    ...[...(measurement.warnings ?? []), ...warnings].map((warning) => `⚠ ${test}: ${warning}`),
    ...undecidedOf(measurement).map((line) => `? ${test}: ${line}`),
    ...advice.map((line) => `→ ${test}: try ${line}`),
    ...(examples?.file ? [`✗ ${test}: inputs that the attack broke are shown in ${examples.file}`] : []),
  ];
}

/** The number of inputs; if a budget ended first, also of how many. */
function inputsOf(measurement: Measurement): string {
  const { inputs, unfinished } = measurement;
  return unfinished ? `${count(inputsDone(measurement))} of ${count(unfinished.inputs)}` : count(inputs);
}

function undecidedOf(measurement: Measurement): string[] {
  const { unfinished } = measurement;
  if (!unfinished) return [];
  const inputs = inputsDone(measurement);
  const interval = inputs === 0 ? 'no input was done' : 'the interval is over those';
  return [
    `undecided, because the budget of ${unfinished.seconds} s ended after ${inputs} of ${unfinished.inputs} inputs; ${interval}`,
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
export const measuredOf = ({ value, unit, measurement }: ReportedGate): string =>
  measurement.unfinished && measurement.inputs === 0 ? absent : show(value, unit);

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
