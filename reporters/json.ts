import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaName, type Report } from '../src/report/schemas/report.ts';
import { validateReport } from '../src/report/validate.ts';

/** Writes `report.json` to the report folder. @throws InvalidDataError - if the report does not match its schema */
export async function writeJson(report: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const named: Report = { $schema: schemaName, ...validateReport(report, 'The report') };
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(named, null, 2)}\n`);
}
