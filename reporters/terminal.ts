import type { Report } from '../src/report/schemas/report.ts';
import type { Output } from './output.ts';
import { terminalDocument } from './render/document.ts';

/** Prints the tables. */
export function writeTerminal(report: Report, { stream, width, chalk }: Output): void {
  const text = terminalDocument(report, { width, chalk });
  if (text) stream.write(`${text}\n`);
}
