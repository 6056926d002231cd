import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../src/report/schemas/report.ts';
import { renderCsv } from './render/csv.ts';
import { tablesOf } from './render/document.ts';
import { renderLatex } from './render/latex.ts';
import type { Table } from './render/tables/table.ts';

/**
 * Writes every table of the report to the folder `tables` of the report folder, as CSV and as LaTeX. The files of an earlier run are
 * removed first, so that the folder holds the tables of one run.
 */
export async function writeTables(report: Report, folder: string): Promise<void> {
  const into = join(folder, 'tables');
  await rm(into, { recursive: true, force: true });
  const tables = tablesOf(report).filter(({ only }) => only !== 'terminal');
  if (tables.length === 0) return;
  await mkdir(into, { recursive: true });
  const names = namesOf(tables);
  for (const [index, table] of tables.entries()) {
    await writeFile(join(into, `${names[index]}.csv`), renderCsv(table));
    await writeFile(join(into, `${names[index]}.tex`), renderLatex(table));
  }
}

/** Names of files from the titles of tables; a second table of the same title has a number. */
function namesOf(tables: readonly Table[]): string[] {
  const seen = new Map<string, number>();
  return tables.map(({ title }) => {
    const name =
      title
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 60) || 'table';
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}
