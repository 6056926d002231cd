import { execFile } from 'node:child_process';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isUpwards } from '../src/report/difference.ts';
import type { Report, ReportedGate } from '../src/report/schemas/report.ts';

/**
 * Adds a line with the values of a run to `history.jsonl`, and writes them as github-action-benchmark reads them: `benchmark-bigger.json` for
 * its tool `customBiggerIsBetter`, `benchmark-smaller.json` for `customSmallerIsBetter`.
 */
export async function writeHistory(report: Report, folder: string, commit: string | null): Promise<void> {
  await mkdir(folder, { recursive: true });
  const line = {
    time: new Date().toISOString(),
    commit,
    version: report.header.version,
    seed: report.header.seed,
    gates: report.gates.map((gate) => {
      const { file, test, quantity, value, threshold, passed, outcome, unit } = gate;
      const interval = rangeOf(gate);
      return {
        file,
        test,
        quantity,
        value,
        ...(interval && { interval }),
        threshold,
        passed,
        outcome,
        ...(unit && { unit }),
      };
    }),
  };
  await appendFile(join(folder, 'history.jsonl'), `${JSON.stringify(line)}\n`);
  for (const [name, upwards] of [
    ['benchmark-bigger.json', true],
    ['benchmark-smaller.json', false],
  ] as const) {
    const entries = benchmarkEntries(report.gates.filter((gate) => isUpwards(gate) === upwards));
    await writeFile(join(folder, name), `${JSON.stringify(entries, null, 2)}\n`);
  }
}

const rangeOf = ({ interval }: ReportedGate): [number, number] | undefined => interval && [interval.low, interval.high];

/** An entry of github-action-benchmark. @see https://github.com/benchmark-action/github-action-benchmark */
interface BenchmarkEntry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly range?: string;
  readonly extra: string;
}

/** The names are different, because github-action-benchmark draws one line per name. */
function benchmarkEntries(gates: readonly ReportedGate[]): BenchmarkEntry[] {
  const seen = new Map<string, number>();
  return gates.map((gate) => {
    const { file, test, quantity, value, unit = 'share', relation, threshold, negated } = gate;
    const name = `${file} > ${test} > ${quantity}`;
    const earlier = seen.get(name) ?? 0;
    seen.set(name, earlier + 1);
    const scale = unit === 'share' ? 100 : 1;
    const range = rangeOf(gate);
    return {
      name: earlier > 0 ? `${name} #${earlier + 1}` : name,
      unit: unit === 'share' ? '%' : unit,
      value: Number((scale * value).toPrecision(12)),
      ...(range && { range: `${(scale * range[0]).toPrecision(4)} to ${(scale * range[1]).toPrecision(4)}` }),
      extra: `${negated ? 'not ' : ''}${relation} ${Number((scale * threshold).toPrecision(12))}`,
    };
  });
}

/** The commit that was tested, from CI or from git; null if neither tells. */
export async function commitOf(root: string): Promise<string | null> {
  const { GITHUB_SHA, CI_COMMIT_SHA, BUILDKITE_COMMIT, CIRCLE_SHA1, GIT_COMMIT } = process.env;
  const told = GITHUB_SHA ?? CI_COMMIT_SHA ?? BUILDKITE_COMMIT ?? CIRCLE_SHA1 ?? GIT_COMMIT;
  if (told) return told;
  return promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: root }).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}
