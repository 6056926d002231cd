import { differenceStates, isUpwards, type ComparedGate, type GateDifference } from '../../../src/report/difference.ts';
import { absent, count, distance, percent, signed } from './numbers.ts';
import { cell, type Cell, type Mark, type Table } from './table.ts';

/** @returns the table of what differs between two reports, the worst first; gates that are equal are only counted */
export function differenceTable(differences: readonly GateDifference[]): Table {
  const counts = differenceStates
    .map((state) => [state, differences.filter((difference) => difference.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${words[state]}`);
  const shown = differences.filter(({ state }) => state !== 'same');
  return {
    title: 'Difference to the base',
    subtitle: counts.join(', ') || 'no gates',
    columns: [
      { title: 'test', align: 'left' },
      { title: 'quantity', align: 'left' },
      { title: 'base', align: 'right' },
      { title: 'head', align: 'right' },
      { title: 'change', align: 'right' },
      { title: 'required', align: 'right' },
      { title: '', align: 'left' },
    ],
    rows: shown.flatMap((difference, index) => {
      const isFirst = shown[index - 1]?.file !== difference.file;
      return isFirst ? [fileRow(difference.file), rowOf(difference)] : [rowOf(difference)];
    }),
    notes:
      shown.length > 0
        ? ['worse and better: the intervals of both runs do not overlap; changes of shares in points']
        : ['every gate has the value of the base'],
  };
}

const words: Record<GateDifference['state'], string> = {
  failing: 'newly failing',
  missing: 'missing',
  worse: 'worse',
  fixed: 'fixed',
  better: 'better',
  added: 'new',
  changed: 'changed within chance',
  same: 'equal',
};

const marks: Partial<Record<GateDifference['state'], Mark>> = {
  failing: 'fail',
  missing: 'undecided',
  worse: 'fail',
  fixed: 'pass',
  better: 'pass',
};

const fileRow = (file: string): Cell[] =>
  ['', '', '', '', '', '', ''].map((_, i) => cell(i === 0 ? file : '', 'faint'));

function rowOf({ test, quantity, base, head, state, change }: GateDifference): Cell[] {
  const gate = (head ?? base) as ComparedGate;
  return [
    cell(test),
    cell(quantity),
    cell(base ? show(base.value, base.unit) : absent),
    cell(head ? show(head.value, head.unit) : absent),
    cell(base && head ? changeOf(change, head.unit) : absent),
    cell(`${isUpwards(gate) ? '≥' : '≤'} ${show(gate.threshold, gate.unit)}`, 'faint'),
    cell(words[state], marks[state]),
  ];
}

function show(value: number, unit: ComparedGate['unit']): string {
  if (unit === 'bytes') return `${count(Math.ceil(value))} bytes`;
  if (unit === 'items') return count(value);
  return unit === 'distance' || unit === 'milliseconds' ? distance(value) : percent(value);
}

function changeOf(change: number, unit: ComparedGate['unit']): string {
  if (unit === 'bytes' || unit === 'items')
    return `${change > 0 ? '+' : change < 0 ? '−' : ''}${count(Math.ceil(Math.abs(change)))}`;
  return unit === 'distance' || unit === 'milliseconds' ? signed(change, 4) : signed(change * 100, 1);
}
