import { changedText, changedWord } from '../../../src/report/changed-text.ts';
import type { Example, Examples } from '../../../src/report/schemas/examples.ts';
import type { ReportedGate } from '../../../src/report/schemas/report.ts';
import { count, percent } from './numbers.ts';
import { cell, type Cell, type Table } from './table.ts';

/** Number of texts per gate. */
const mostItems = 6;

/** @returns one table per gate that failed under an attack on texts: the words that changed, with the prediction before and after */
export function changedWordsTables(gates: readonly ReportedGate[]): Table[] {
  return gates.flatMap((gate) =>
    gate.examples?.items.some(({ text }) => text !== undefined) ? [changedWordsTable(gate, gate.examples)] : [],
  );
}

function changedWordsTable({ test, quantity }: ReportedGate, { items, broken, replaced = [] }: Examples): Table {
  const shown = items.slice(0, mostItems);
  const frequent = replaced.map(({ was, is, texts }) => `${changedWord(was, is)} in ${count(texts)} texts`).join(', ');
  return {
    title: 'Changed words',
    subtitle: `${test} · ${quantity} · ${shown.length} of ${count(broken)} inputs that the attack broke`,
    columns: [
      { title: 'input', align: 'left' },
      { title: 'label', align: 'left' },
      { title: 'prediction', align: 'left' },
      { title: 'text [was → is]', align: 'left' },
    ],
    rows: shown.map(rowOf),
    notes: frequent ? [`most frequent changes: ${frequent}`] : [],
  };
}

function rowOf({ position, label, clean, adversarial, text = [] }: Example): Cell[] {
  const before = `${clean.class} ${percent(clean.confidence)}`;
  return [
    cell(`#${position}`),
    cell(label),
    cell(`${before} → ${adversarial.class} ${percent(adversarial.confidence)}`),
    cell(changedText(text)),
  ];
}
