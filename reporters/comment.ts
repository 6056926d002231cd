import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { differenceOf } from '../src/report/difference.ts';
import { readGates } from '../src/report/read-report.ts';
import type { Report } from '../src/report/schemas/report.ts';
import { escapeMarkdown, renderMarkdown } from './render/markdown/markdown.ts';
import { tablesOf } from './render/document.ts';
import { differenceTable } from './render/tables/difference.ts';
import type { Table } from './render/tables/table.ts';
import { signs, toneOf, verdictOf } from './render/verdict.ts';

/** GitHub refuses comments of 65,536 characters and more. */
const mostCharacters = 65_000;

/** By this line, a workflow finds the comment that it updates. */
const commentMark = '<!-- vitest-dnn -->';

/**
 * Writes `comment.md` to the report folder: what differs from the base first, then the tables of the report, as many as a comment of a pull
 * request holds.
 *
 * @param base - path of the report of the base run. @defaultValue none
 */
export async function writeComment(report: Report, folder: string, base?: string): Promise<void> {
  let difference: string[] = [];
  if (base) {
    difference = await readGates(base).then(
      (before) => [renderTable(differenceTable(differenceOf(before, report.gates)))],
      (error: Error) => [`There is nothing to compare with: ${escapeMarkdown(error.message.split('\n')[0])}`],
    );
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'comment.md'), commentOf(report, difference));
}

function commentOf(report: Report, difference: readonly string[]): string {
  const counts = `${signs[toneOf(report)]} ${verdictOf(report)}`;
  const pieces = [commentMark, '# Quality of the networks', counts, ...difference];
  let room = mostCharacters - pieces.join('\n\n').length;
  let left = 0;
  for (const table of tablesOf(report).filter(({ only }) => only !== 'terminal')) {
    const piece = renderTable(table);
    if (piece.length + 100 > room) left++;
    else {
      pieces.push(piece);
      room -= piece.length + 2;
    }
  }
  if (left > 0) pieces.push(`${left} more tables are in report.md.`);
  return `${pieces.join('\n\n')}\n`;
}

/** Largest length of one table. */
const longestTable = 30_000;

/** A table, without its last rows and notes if it is too long. */
function renderTable(table: Table): string {
  const whole = renderMarkdown(table);
  if (whole.length <= longestTable) return whole;
  let rows = table.rows.length;
  let notes = table.notes.length;
  for (;;) {
    if (notes > 3) notes = Math.floor(notes / 2);
    else if (rows > 1) rows = Math.floor(rows / 2);
    const more = `… ${table.rows.length - rows} more rows and ${table.notes.length - notes} more notes are in report.md`;
    const part = renderMarkdown({
      ...table,
      rows: table.rows.slice(0, rows),
      notes: [...table.notes.slice(0, notes), more],
    });
    if (part.length <= longestTable || rows === 1) return part.slice(0, longestTable);
  }
}
