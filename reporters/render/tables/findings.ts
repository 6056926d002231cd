import { placeOf } from '../../../src/report/describe-finding.ts';
import type { Finding, Findings } from '../../../src/report/schemas/findings.ts';
import type { ReportedGate } from '../../../src/report/schemas/report.ts';
import { count, distance } from './numbers.ts';
import { cell, type Cell, type Table } from './table.ts';

/** Number of findings per gate. */
const mostFindings = 6;

/** @returns one table per failed gate on data: some of the items or pairs that it found */
export function findingsTables(gates: readonly ReportedGate[]): Table[] {
  return gates.flatMap((gate) => (gate.findings ? [findingsTable(gate, gate.findings)] : []));
}

function findingsTable({ test, quantity }: ReportedGate, { shown, found, what }: Findings): Table {
  const rows = shown.slice(0, mostFindings);
  const hasText = rows.some(({ items }) => items.some(({ text }) => text !== undefined));
  const hasRemark = rows.some(({ distance: apart, reason }) => apart !== undefined || reason !== undefined);
  return {
    title: 'Found items',
    subtitle: `${test} · ${quantity} · ${rows.length} of ${count(found)} ${what}`,
    columns: [
      { title: 'item', align: 'left' },
      { title: 'label', align: 'left' },
      ...(hasRemark ? [{ title: 'finding', align: 'left' } as const] : []),
      ...(hasText ? [{ title: 'text', align: 'left' } as const] : []),
    ],
    rows: rows.flatMap((finding) => rowsOf(finding, { hasText, hasRemark })),
    notes: [],
  };
}

/** A row per item: the second of a pair follows the first. */
function rowsOf(
  { items, distance: apart, reason }: Finding,
  { hasText, hasRemark }: { readonly hasText: boolean; readonly hasRemark: boolean },
): Cell[][] {
  const remark = reason ?? (apart === undefined ? '' : `distance ${distance(apart)}`);
  return items.map((item, index) => [
    cell(`${index === 0 ? '' : apart === undefined ? '= ' : '≈ '}${placeOf(item)}`),
    cell(item.label),
    ...(hasRemark ? [cell(index === 0 ? remark : '', 'faint')] : []),
    ...(hasText ? [cell(item.text ?? '')] : []),
  ]);
}
