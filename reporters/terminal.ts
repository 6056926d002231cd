import { Chalk, supportsColor, supportsColorStderr, type ChalkInstance } from 'chalk';
import type { Vitest } from 'vitest/node';
import type { Report } from '../src/report/schemas/report.ts';
import { terminalDocument } from './render/document.ts';

/** Prints the tables of the report. */
export function writeTerminal(report: Report, { stream, width, chalk }: Output): void {
  const text = terminalDocument(report, { width, chalk });
  if (text) stream.write(`${text}\n`);
}

/** The output of the tables, with its width and colours. */
export interface Output {
  readonly stream: NodeJS.WriteStream;
  readonly width: number;
  readonly chalk: ChalkInstance;
}

/** Reporters with machine-readable output. They write to stdout, unless a file is configured. */
const machines = new Set(['json', 'junit', 'tap', 'tap-flat', 'blob']);

/** Columns without a terminal, as in the log of a CI job. */
const widthOfLogs = 120;

/** @returns stdout, or stderr if a machine reads stdout */
export function chooseOutput({ config }: Vitest): Output {
  const isMachineReadable = config.reporters.some((reporter) => {
    const name: unknown = Array.isArray(reporter) ? reporter[0] : reporter;
    return typeof name === 'string' && machines.has(name) && !hasFile(config.outputFile, name, reporter);
  });
  const stream = isMachineReadable ? process.stderr : process.stdout;
  const support = isMachineReadable ? supportsColorStderr : supportsColor;
  const level = process.env.NO_COLOR || !support ? 0 : support.level;
  return { stream, width: stream.columns ?? widthOfLogs, chalk: new Chalk({ level }) };
}

function hasFile(outputFile: Vitest['config']['outputFile'], name: string, reporter: unknown): boolean {
  if (typeof outputFile === 'string') return true;
  const options: unknown = Array.isArray(reporter) ? reporter[1] : undefined;
  return Boolean(Reflect.get(outputFile ?? {}, name)) || Boolean(Reflect.get(Object(options), 'outputFile'));
}
