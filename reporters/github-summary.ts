import { appendFile } from 'node:fs/promises';
import type { Report } from '../src/report/schemas/report.ts';
import { markdownDocument } from './render/document.ts';

/** Appends the report to the summary of a GitHub Actions step. Outside GitHub Actions, it does nothing. */
export async function writeGithubSummary(report: Report, file = process.env.GITHUB_STEP_SUMMARY): Promise<void> {
  if (file) await appendFile(file, `${markdownDocument(report)}\n`);
}
