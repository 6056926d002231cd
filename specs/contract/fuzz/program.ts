import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { isFault, outcomes, type Outcome, type Report } from './contract.ts';

/** What a run of the fuzz covers. */
export interface FuzzOptions {
  /** Number of calls with changed arguments. Calls with valid arguments are made too. */
  readonly calls: number;
  readonly seed: number;
  /** Only functions whose names contain one of these texts, separated by commas. @defaultValue all */
  readonly matching?: string;
  /** Number of one call, to reproduce it. @defaultValue all */
  readonly call?: number;
  /** A file that receives every call as JSON. @defaultValue none */
  readonly output?: string;
  /** Receives lines to print. */
  readonly print: (line: string) => void;
}

/** Makes the calls and prints faults as they occur, and counts at the end. @returns the faults */
export async function runFuzz({ calls, seed, matching = '', call, output, print }: FuzzOptions): Promise<Report[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-fuzz-'));
  const child = startChild(folder);
  const reports: Report[] = [];
  try {
    const { all, withBase } = await child.targets(matching);
    if (all.length === 0) throw new Error(`No function has a name with "${matching}".`);
    const numbers = call === undefined ? range(-withBase.length, calls) : [call];
    print(`${all.length} functions, ${all.length - withBase.length} of them without valid arguments to start from`);
    for (const number of numbers) {
      const report = await child.make({ seed, call: number, matching });
      if (isFault(report.outcome) && !isRepeat(report, reports)) print(describe(report));
      reports.push(report);
      if (report.outcome === 'memory') await child.stop(); // the peak of the next process starts anew
      if (number > 0 && number % 1000 === 0) print(`${number} of ${calls} calls`);
    }
  } finally {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  print(count(reports));
  if (output !== undefined) writeFileSync(output, JSON.stringify(reports, null, 1));
  return reports.filter(({ outcome }) => isFault(outcome));
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const describe = ({ call, target, changes, outcome, detail }: Report): string =>
  `FAULT in call ${call}: ${target} ${outcomes[outcome]}\n  ${changes}\n  ${detail.split('\n')[0]}`;

/** Whether the same fault of the same function was printed before. */
const isRepeat = (report: Report, before: readonly Report[]): boolean =>
  before.some(
    ({ target, outcome, detail }) => target === report.target && outcome === report.outcome && detail === report.detail,
  );

function count(reports: readonly Report[]): string {
  const lines = (Object.keys(outcomes) as Outcome[]).map((outcome) => ({
    outcome,
    calls: reports.filter((report) => report.outcome === outcome).length,
  }));
  return [
    `${reports.length} calls`,
    ...lines
      .filter(({ outcome, calls }) => calls > 0 || !isFault(outcome))
      .map(({ outcome, calls }) => `  ${calls} ${outcomes[outcome]}`),
  ].join('\n');
}
