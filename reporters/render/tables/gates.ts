import { inputsDone, inputsToDo } from '../../../src/report/inputs-done.ts';
import type { Measurement } from '../../../src/report/schemas/measurement.ts';
import type { Report, ReportedError, ReportedGate, TestState } from '../../../src/report/schemas/report.ts';
import { moreInputsOf, percentOf, whyUndecided } from '../../../src/report/why-undecided.ts';
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
export function gatesTable(report: Report): Table | undefined {
  const assertions = assertionsOf(report);
  if (assertions.length === 0) return undefined;
  const isFirst = (index: number): boolean => assertions[index - 1]?.file !== assertions[index].file;
  return {
    title: 'Gates',
    subtitle: countsOf(assertions),
    columns,
    rows: assertions.flatMap(({ file, gate, error }, index) => {
      const cells = gate ? rowOf(gate) : errorRow(error);
      return isFirst(index) ? [fileRow({ file }), cells] : [cells];
    }),
    outcomes: assertions.flatMap(({ state }, index) => (isFirst(index) ? ['', state] : [state])),
    notes: assertions.flatMap(({ gate, error }) => (gate ? notesOf(gate) : [noteOfError(error)])),
  };
}

/** What the report says of an assertion. */
export type State = TestState | 'undecided' | 'error';

/** An assertion of the report: a gate, or an error. */
export type Assertion = {
  readonly file: string;
  readonly test: string;
  readonly state: State;
  readonly index: number;
} & (
  | { readonly gate: ReportedGate; readonly error?: undefined }
  | { readonly gate?: undefined; readonly error: ReportedError }
);

/** @returns gates and errors, in the order of the report */
export function assertionsOf({ gates, errors = [] }: Report): Assertion[] {
  const errorsAfter = (count: number): ReportedError[] => errors.filter(({ after }) => after === count);
  const rows = [...errorsAfter(0), ...gates.flatMap((gate, index) => [gate, ...errorsAfter(index + 1)])];
  return rows.map((row, index): Assertion => {
    const { file, test } = row;
    return 'message' in row
      ? { file, test, index, state: row.countsAs ?? 'error', error: row }
      : { file, test, index, state: stateOf(row), gate: row };
  });
}

/** @returns the number of assertions of each outcome that occurs, worst first */
export function outcomesOf(report: Report): { readonly state: State; readonly count: number }[] {
  const states = assertionsOf(report).map(({ state }) => state);
  return (['failed', 'error', 'undecided', 'passed', 'skipped'] as const)
    .map((state) => ({ state, count: states.filter((other) => other === state).length }))
    .filter(({ count }) => count > 0);
}

/** Whether an assertion counts as failed: it failed, threw an error, or is undecided and fails by its value or by the policy. */
export const isBad = ({ state, gate }: Assertion): boolean =>
  state === 'failed' || state === 'error' || (gate !== undefined && failsUndecided(gate));

/** Numbers of assertions by state, as in `1 failed, 2 undecided (1 fails), 2 passed`. */
export function countsOf(assertions: readonly Assertion[]): string {
  const failing = assertions.filter(({ gate }) => gate && failsUndecided(gate)).length;
  const numberOf = (state: State): number => assertions.filter((other) => other.state === state).length;
  const [errors, failed, undecided, passed, skipped] = [
    numberOf('error'),
    numberOf('failed'),
    numberOf('undecided'),
    numberOf('passed'),
    numberOf('skipped'),
  ];
  return [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(undecided > 0
      ? [`${undecided} undecided${failing > 0 ? ` (${failing} ${failing === 1 ? 'fails' : 'fail'})` : ''}`]
      : []),
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(passed > 0 || failed + undecided + errors + skipped === 0 ? [`${passed} passed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}

/** @returns what a gate counts as: undecided also in a `test.fails`, because nothing was decided */
export function stateOf({ outcome, countsAs, passed }: ReportedGate): State {
  if (outcome === 'undecided' && countsAs !== 'skipped') return 'undecided';
  return countsAs ?? (passed ? 'passed' : 'failed');
}

/** Whether a gate fails although its interval holds the threshold: by its value, or by the policy. */
const failsUndecided = (gate: ReportedGate): boolean =>
  stateOf(gate) === 'undecided' && gate.undecided !== undefined && !gate.passed;

const marks = { undecided: 'undecided', passed: 'pass', failed: 'fail', skipped: 'faint', error: 'fail' } as const;

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
function differenceOf({ passed, countsAs }: ReportedGate): string {
  switch (countsAs) {
    case undefined:
      return '';
    case 'skipped':
      return ', skipped';
    default:
      return passed ? ', should fail' : ', fails as expected';
  }
}

function errorRow({ test, matcher, negated, countsAs = 'failed' }: ReportedError): Cell[] {
  const required = countsAs === 'failed' ? absent : countsAs === 'skipped' ? 'skipped' : 'fails as expected';
  return [
    cell(test),
    cell(`${negated ? 'not.' : ''}${matcher}`),
    cell('error', marks[countsAs]),
    cell(absent, 'faint'),
    cell(required),
    cell(absent, 'faint'),
  ];
}

/** Notes on a gate: warnings that its value says less than it seems to, and the file that shows inputs that the attack broke. */
export function notesOf(gate: ReportedGate): string[] {
  const { test, measurement, warnings = [], advice = [], examples, findings } = gate;
  return [
    ...[...(measurement.warnings ?? []), ...warnings].map((warning) => `⚠ ${test}: ${warning}`),
    ...undecidedOf(gate).map((line) => `? ${test}: ${line}`),
    ...advice.map((line) => `→ ${test}: try ${line}`),
    ...(examples?.file ? [`✗ ${test}: inputs that the attack broke are shown in ${examples.file}`] : []),
    ...(findings?.file ? [`✗ ${test}: ${findings.what} are shown in ${findings.file}`] : []),
  ];
}

/** The first line of the message, which says what happened. */
export const noteOfError = ({ test, message, countsAs = 'failed' }: ReportedError): string =>
  `${countsAs === 'failed' ? '✗ ' : ''}${test}: ${message.split('\n', 1)[0]}`;

/** The number of inputs; if a budget or a decision left some, also of how many. */
export function inputsOf(measurement: Measurement): string {
  const [done, all] = [inputsDone(measurement), inputsToDo(measurement)];
  return done < all ? `${count(done)} of ${count(all)}` : count(measurement.inputs);
}

/** @returns why a gate is undecided, or why its interval does not satisfy the threshold, and what would decide it */
export function undecidedOf(gate: ReportedGate): string[] {
  const reason = whyUndecided(gate);
  if (reason) return [`undecided, because ${reason}`];
  return gate.moreInputs === undefined ? [] : [`the interval holds the threshold; ${moreInputsOf(gate)}`];
}

const fileRow = ({ file }: { file: string }): Cell[] =>
  columns.map((_, index) => cell(index === 0 ? file : '', 'faint'));

/** @returns the interval of the value, as the table shows it; a gate on a number of bytes has none */
export function intervalOf({ interval, unit }: ReportedGate): string {
  if (!interval) return absent;
  const { low, high, confidence } = interval;
  const level = confidence === 0.95 ? '' : ` (${percentOf(confidence)} %)`;
  return `[${bound(low, unit)}, ${bound(high, unit)}]${level}`;
}

const bound = (value: number, unit: ReportedGate['unit']): string =>
  unit === 'distance' || unit === 'milliseconds' ? distance(value) : (value * 100).toFixed(1);

const signs = { 'at least': ['≥', '<'], 'at most': ['≤', '>'], above: ['>', '≤'], below: ['<', '≥'] } as const;

/** Whether values above the threshold pass. */
export const isAboveWanted = ({ relation, negated }: ReportedGate): boolean =>
  (relation === 'at least' || relation === 'above') !== negated;

/** @returns the required value, as the table shows it */
export function demandOf({
  relation,
  threshold,
  negated,
  unit,
  awaited = true,
  decide,
  baseline,
}: ReportedGate): string {
  const sign = signs[relation][negated ? 1 : 0];
  const end = decide === 'interval' ? (sign === '≥' || sign === '>' ? 'lower end ' : 'upper end ') : '';
  const demand = baseline ? baselineDemand(baseline) : `${end}${sign} ${show(threshold, unit)}`;
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
    case 'items':
      return count(value);
    case 'milliseconds':
      return `${distance(value)} ms`;
    default:
      return percent(value);
  }
}
