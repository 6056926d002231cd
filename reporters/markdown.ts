import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../src/report/schemas/report.ts';
import { markdownDocument } from './render/document.ts';

/** Writes `report.md` to the report folder. */
export async function writeMarkdown(report: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report.md'), markdownDocument(report, { images: true }));
}
