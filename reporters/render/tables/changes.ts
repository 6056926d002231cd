import type { Example, ExampleLine, Examples } from '../../../src/report/schemas/examples.ts';
import type { ReportedGate } from '../../../src/report/schemas/report.ts';
import { sparkline } from '../charts/sparkline.ts';
import { count, distance } from './numbers.ts';
import { cell, type Cell, type Column, type Table } from './table.ts';

/** Numbers of inputs, of values per input, and of bars per line. */
const [mostItems, mostChanges, mostBars] = [6, 3, 48];

/** @returns one table per gate that failed under an attack on inputs that are no pictures: the largest changes, and lines of series */
export function changesTables(gates: readonly ReportedGate[]): Table[] {
  return gates.flatMap((gate) => (gate.examples?.moved?.length ? [changesTable(gate, gate.examples)] : []));
}

function changesTable({ test, quantity }: ReportedGate, { items, broken, moved = [] }: Examples): Table {
  const shown = items.slice(0, mostItems);
  const hasLines = shown.some(({ line }) => line !== undefined);
  const changes = Math.min(hasLines ? 1 : mostChanges, Math.max(...shown.map((item) => item.changes?.length ?? 0)));
  return {
    title: 'Largest changes',
    subtitle: `${test} · ${quantity} · ${shown.length} of ${count(broken)} inputs that the attack broke`,
    columns: [
      { title: 'input', align: 'left' },
      { title: 'prediction', align: 'left' },
      ...(hasLines ? lineColumns : []),
      ...Array.from({ length: changes }, (_, rank): Column => ({ title: ranks[rank], align: 'left' })),
    ],
    rows: shown.flatMap((item) => rowsOf(item, hasLines, changes)),
    notes: [
      `mean change over ${count(broken)} inputs that the attack broke: ` +
        moved.map(({ value, meanChange }) => `${value} ${distance(meanChange)}`).join(', '),
    ],
  };
}

const ranks = ['largest change', 'second', 'third'];
const lineColumns: Column[] = [
  { title: 'line', align: 'left' },
  { title: 'values by step', align: 'left' },
];

function rowsOf(
  { position, label, adversarial, changes = [], line }: Example,
  hasLines: boolean,
  most: number,
): Cell[][] {
  const details = Array.from({ length: most }, (_, rank) => {
    const change = changes[rank];
    return cell(change ? `${change.value} ${distance(change.clean)} → ${distance(change.adversarial)}` : '');
  });
  const head = [cell(`#${position}`), cell(`${label} → ${adversarial.class}`)];
  if (!hasLines) return [[...head, ...details]];
  if (!line) return [[...head, cell(''), cell(''), ...details]];
  const empty = Array.from({ length: most }, () => cell(''));
  return linesOf(line).map(([name, bars], row) => [
    ...(row === 0 ? head : [cell(''), cell('')]),
    cell(name, 'faint'),
    cell(bars),
    ...(row === 0 ? details : empty),
  ]);
}

/** The channel before and after on one scale, and its change on its own, whose largest size follows the line. */
function linesOf({ channel, clean, adversarial }: ExampleLine): [string, string][] {
  const bars = (values: readonly number[], low: number, high: number): string => sparkline(shorten(values), low, high);
  const all = [...clean, ...adversarial];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const change = adversarial.map((value, step) => value - clean[step]);
  const largest = Math.max(...change.map(Math.abs));
  const suffix = channel === undefined ? '' : ` ${channel}`;
  return [
    [`original${suffix}`, bars(clean, low, high)],
    [`adversarial${suffix}`, bars(adversarial, low, high)],
    ['change', `${bars(change, -largest, largest)} ±${distance(largest)}`],
  ];
}

/** At most 48 values: of each part, the one that is farthest from the mean of the line. */
function shorten(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const parts = Math.min(mostBars, values.length);
  return Array.from({ length: parts }, (_, part) =>
    values
      .slice(Math.floor((part * values.length) / parts), Math.floor(((part + 1) * values.length) / parts))
      .reduce((best, value) => (Math.abs(value - mean) > Math.abs(best - mean) ? value : best)),
  );
}
