import { inputsDone, inputsToDo } from '../../../src/report/inputs-done.ts';
import type { Measurement } from '../../../src/report/schemas/measurement.ts';
import type { Outcome, Report, ReportedError, ReportedGate } from '../../../src/report/schemas/report.ts';
import { baselineDemand } from './baselines.ts';
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
export function gatesTable({ gates, errors = [] }: Report): Table | undefined {
  if (gates.length + errors.length === 0) return undefined;
  const errorsAfter = (count: number): ReportedError[] => errors.filter(({ after }) => after === count);
  const rows = [...errorsAfter(0), ...gates.flatMap((gate, index) => [gate, ...errorsAfter(index + 1)])];
  const outcomes = rows.map((row) => ('message' in row ? (row.outcome ?? 'error') : stateOf(row)));
  return {
    title: 'Gates',
    subtitle: countsOf(outcomes),
    columns,
    rows: rows.flatMap((row, index) => {
      const cells = 'message' in row ? errorRow(row) : rowOf(row);
      return rows[index - 1]?.file === row.file ? [cells] : [fileRow(row), cells];
    }),
    notes: rows.flatMap((row) => ('message' in row ? [noteOfError(row)] : notesOf(row))),
  };
}

/** What the table says of a row. */
type State = Outcome | 'undecided' | 'error';

/** Numbers of assertions by outcome, as in `1 failed, 2 passed`. */
function countsOf(outcomes: readonly State[]): string {
  const numberOf = (outcome: State): number => outcomes.filter((other) => other === outcome).length;
  const [errors, failed, undecided, passed, skipped] = [
    numberOf('error'),
    numberOf('failed'),
    numberOf('undecided'),
    numberOf('passed'),
    numberOf('skipped'),
  ];
  return [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(passed > 0 || failed + undecided + errors + skipped === 0 ? [`${passed} passed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}

function stateOf({ passed, undecided, outcome = passed ? 'passed' : 'failed' }: ReportedGate): Outcome | 'undecided' {
  return undecided && outcome !== 'skipped' ? 'undecided' : outcome; // a test.fails passes, although nothing was decided
}
const marks = { undecided: 'undecided', passed: 'pass', failed: 'fail', skipped: 'faint' } as const;

function rowOf(gate: ReportedGate): Cell[] {
  const { test, quantity, measurement } = gate;
  return [
    cell(test),
    cell(quantity),
    cell(measuredOf(gate), marks[stateOf(gate)]),
    cell(intervalOf(gate), 'faint'),
    cell(`${demandOf(gate)}${differenceOf(gate)}`),
    cell(inputsOf(measurement), 'faint'),
  ];
}

/** Why the mark of a gate differs from its comparison. */
function differenceOf({ passed, outcome }: ReportedGate): string {
  switch (outcome) {
    case undefined:
      return '';
    case 'skipped':
      return ', skipped';
    default:
      return passed ? ', should fail' : ', fails as expected';
  }
}

function errorRow({ test, matcher, negated, outcome = 'failed' }: ReportedError): Cell[] {
  const required = outcome === 'failed' ? absent : outcome === 'skipped' ? 'skipped' : 'fails as expected';
  return [
    cell(test),
    cell(`${negated ? 'not.' : ''}${matcher}`),
    cell('error', marks[outcome]),
    cell(absent, 'faint'),
    cell(required),
    cell(absent, 'faint'),
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

/** The first line of the message, which says what happened. */
const noteOfError = ({ test, message, outcome = 'failed' }: ReportedError): string =>
  `${outcome === 'failed' ? '✗ ' : ''}${test}: ${message.split('\n', 1)[0]}`;

/** The number of inputs; if a budget or a decision left some, also of how many. */
function inputsOf(measurement: Measurement): string {
  const [done, all] = [inputsDone(measurement), inputsToDo(measurement)];
  return done < all ? `${count(done)} of ${count(all)}` : count(measurement.inputs);
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

const fileRow = ({ file }: { file: string }): Cell[] =>
  columns.map((_, index) => cell(index === 0 ? file : '', 'faint'));

/** The interval of the measurement. A gate on a derived value, such as a loss of accuracy, has none. */
function intervalOf({ value, measurement, unit }: ReportedGate): string {
  if (value !== measurement.value || unit === 'bytes') return absent;
  const { low, high } = measurement.interval;
  const bound = (value: number): string => (unit === 'distance' ? distance(value) : (value * 100).toFixed(1));
  return `[${bound(low)}, ${bound(high)}]`;
}

const signs = { 'at least': ['≥', '<'], 'at most': ['≤', '>'], above: ['>', '≤'], below: ['<', '≥'] } as const;

/** @returns the required value, as the table shows it */
export function demandOf({ relation, threshold, negated, unit, awaited = true, baseline }: ReportedGate): string {
  const demand = baseline ? baselineDemand(baseline) : `${signs[relation][negated ? 1 : 0]} ${show(threshold, unit)}`;
  return `${demand}${awaited ? '' : ', not awaited'}`;
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
