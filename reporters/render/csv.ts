import { plainLine } from '../../src/plain-text.ts';
import type { Table } from './tables/table.ts';

/**
 * Renders a table as comma-separated values (RFC 4180), with a line of titles. Marks, notes and subtitles are left out. Minus signs are
 * those of ASCII, so that programs read the numbers.
 */
export function renderCsv({ columns, rows, outcomes }: Table): string {
  const titles = [...columns.map(({ title }) => title), ...(outcomes ? ['outcome'] : [])];
  const texts = rows.map((row, at) => [...row.map(({ text }) => text), ...(outcomes ? [outcomes[at]] : [])]);
  const lines = [titles, ...texts];
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would run as a formula gets an apostrophe before it, which makes it text. */
function field(text: string): string {
  const plain = plainLine(text).replaceAll('−', '-');
  const isNumber = /^[+-]?[\d.,]+( |%|$)/.test(plain);
  const safe = /^[=+\-@\t]/.test(plain) && !isNumber ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
