import { appendFile } from 'node:fs/promises';
import type { Report } from '../src/report/schemas/report.ts';
import { show } from '../src/show.ts';
import { markdownDocument } from './render/document.ts';

/**
 * Appends the report to the summary of a GitHub Actions step. Outside GitHub Actions, it does nothing. If the file cannot be
 * written, it prints a warning: the other reports are complete.
 */
export async function writeGithubSummary(report: Report, file = process.env.GITHUB_STEP_SUMMARY): Promise<void> {
  if (!file) return;
  try {
    await appendFile(file, `${markdownDocument(report)}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    process.stderr.write(
      `vitest-dnn: GITHUB_STEP_SUMMARY is ${show(file)}, which cannot be written (${code}). Expected a file in a folder that exists. ` +
        'The summary of the step is left out; report.md holds the same tables.\n',
    );
  }
}
