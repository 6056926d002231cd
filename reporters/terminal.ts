import { Chalk, supportsColor, supportsColorStderr, type ChalkInstance } from 'chalk';
import { relative } from 'node:path';
import type { Vitest } from 'vitest/node';
import { plainLine } from '../src/plain-text.ts';
import type { Report } from '../src/report/schemas/report.ts';
import { failureLines, terminalDocument } from './render/document.ts';

/** Prints the tables of the report, or a line per failure. */
export function writeTerminal(report: Report, { stream, width, chalk, brief }: Terminal): void {
  const text = brief ? failureLines(report).join('\n') : terminalDocument(report, { width, chalk });
  if (text) stream.write(`${text}\n`);
}

/** Says where the page of the report is. */
export function writePlace(page: string, { stream, chalk, brief }: Terminal): void {
  if (!brief) stream.write(`${chalk.dim('report')}  ${plainLine(relative(process.cwd(), page))}\n\n`);
}

/** The output of the tables, with its width and colours. */
export interface Terminal {
  readonly stream: NodeJS.WriteStream;
  readonly width: number;
  readonly chalk: ChalkInstance;
  /** Whether only failures are printed, a line each. */
  readonly brief: boolean;
}

/** Reporters with machine-readable output. They write to stdout, unless a file is configured. */
const machines = new Set(['json', 'junit', 'tap', 'tap-flat', 'blob']);
/** Those of them that write to a file by themselves since Vitest 5. */
const writeFiles = new Set(['json', 'junit', 'blob']);
/** Reporters that only print failures; Vitest takes them if an AI agent calls it. */
const briefReporters = new Set(['minimal', 'agent']);

/** Columns without a terminal, as in the log of a CI job. */
const widthOfLogs = 120;

/** @returns stdout, or stderr if a machine reads stdout */
export function chooseOutput({ config, version }: Pick<Vitest, 'config' | 'version'>): Terminal {
  const named = config.reporters.flatMap((reporter): [string, unknown][] => {
    const name: unknown = Array.isArray(reporter) ? reporter[0] : reporter;
    return typeof name === 'string' ? [[name, reporter]] : [];
  });
  const needsNoFile = (name: string): boolean => Number.parseInt(version, 10) >= 5 && writeFiles.has(name);
  const isMachineReadable = named.some(
    ([name, reporter]) => machines.has(name) && !needsNoFile(name) && !hasFile(config.outputFile, name, reporter),
  );
  const stream = isMachineReadable ? process.stderr : process.stdout;
  const support = isMachineReadable ? supportsColorStderr : supportsColor;
  const level = process.env.NO_COLOR || !support ? 0 : support.level;
  return {
    stream,
    width: stream.columns ?? widthOfLogs,
    chalk: new Chalk({ level }),
    brief: named.some(([name]) => briefReporters.has(name)),
  };
}

function hasFile(outputFile: Vitest['config']['outputFile'], name: string, reporter: unknown): boolean {
  if (typeof outputFile === 'string') return true;
  const options: unknown = Array.isArray(reporter) ? reporter[1] : undefined;
  return Boolean(Reflect.get(outputFile ?? {}, name)) || Boolean(Reflect.get(Object(options), 'outputFile'));
}
