import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createVitest, type Vitest } from 'vitest/node';
import { writeGithubSummary } from '../../../reporters/github-summary.ts';
import { DnnReporter } from '../../../reporters/index.ts';
import { writeJson } from '../../../reporters/json.ts';
import { writeMarkdown } from '../../../reporters/markdown.ts';
import { markdownDocument, tablesOf } from '../../../reporters/render/document.ts';
import { writeTables } from '../../../reporters/tables.ts';
import { chooseOutput } from '../../../reporters/terminal.ts';
import { InvalidDataError } from '../../../src/errors.ts';
import { assemble } from '../../../src/report/assemble.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import { gate, retraining, run } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnn-outputs-'));
const tasks = [{ file: 'a', test: 'b', meta: { gates: [gate(0.7)], models: [run('dre', 1, [0.5])], engines: [] } }];
const report = assemble(tasks, {
  header: { package: 'vitest-dnn', version: '1.2.3', seed: 1 },
  retraining: [retraining],
  thresholds: {},
});

describe('the files', () => {
  test('contain the report', async () => {
    const nested = join(folder, 'not', 'there');
    await writeJson(report, nested);
    await writeMarkdown(report, nested);
    expect(JSON.parse(readFileSync(join(nested, 'report.json'), 'utf8'))).toEqual({
      $schema: 'vitest-dnn/report.schema.json',
      ...report,
    });
    expect(readFileSync(join(nested, 'report.md'), 'utf8')).toBe(markdownDocument(report));
  });

  test('hold every table as CSV and LaTeX, those of this run alone', async () => {
    const nested = join(folder, 'with', 'tables');
    await writeTables({ ...report, gates: [] }, nested);
    await writeTables(report, nested);
    const names = tablesOf(report)
      .filter(({ only }) => only !== 'terminal')
      .map(({ title }) => title.toLowerCase().replaceAll(' ', '-'));
    const files = readdirSync(join(nested, 'tables'));
    expect(files).toHaveLength(2 * names.length);
    expect(files).toEqual(expect.arrayContaining(['gates.csv', 'gates.tex']));
    expect(readFileSync(join(nested, 'tables', 'gates.csv'), 'utf8')).toMatch(
      /^test,quantity,measured,95 % interval,required,inputs,outcome\r\na,.*\r\nb,/,
    );
    await writeTables({ ...report, gates: [], retraining: [], comparisons: [], compressions: [], attacks: [] }, nested);
    expect(existsSync(join(nested, 'tables'))).toBe(false);
  });

  test('are not written if the report does not match its schema', async () => {
    const broken = { ...report, gates: [{}] } as unknown as Report;
    await expect(writeJson(broken, folder)).rejects.toThrow(InvalidDataError);
  });

  test('append to the summary of a step, and create none without a path', async () => {
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'Before.\n');
    await writeGithubSummary(report, summary);
    expect(readFileSync(summary, 'utf8')).toBe(`Before.\n${markdownDocument(report)}\n`);
    await expect(writeGithubSummary(report, '')).resolves.toBeUndefined();
  });

  test('lose no run to a summary that cannot be written, and say which it is', async () => {
    const print = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const summary = join(folder, 'no', 'summary.md');
    await expect(writeGithubSummary(report, summary)).resolves.toBeUndefined();
    expect(print.mock.calls.join('')).toBe(
      `vitest-dnn: GITHUB_STEP_SUMMARY is '${summary}', which cannot be written (ENOENT). Expected a file in a folder that exists. ` +
        'The summary of the step is left out; report.md holds the same tables.\n',
    );
    print.mockRestore();
  });
});

describe('the output', () => {
  const vitestWith = async (cli: Parameters<typeof createVitest>[1], look: (vitest: Vitest) => void): Promise<void> => {
    const vitest = await createVitest('test', { config: false, watch: false, root: folder, ...cli });
    try {
      look(vitest);
    } finally {
      await vitest.close();
    }
  };

  test.each([
    [{}, 'stdout'],
    [{ reporters: ['verbose'] }, 'stdout'],
    [{ reporters: ['default', 'json'] }, 'stderr'],
    [{ reporters: ['junit'] }, 'stderr'],
    [{ reporters: ['blob'] }, 'stderr'],
    [{ reporters: ['default', 'junit'], outputFile: 'junit.xml' }, 'stdout'],
    [{ reporters: ['default', 'junit'], outputFile: { junit: 'junit.xml' } }, 'stdout'],
    [{ reporters: ['default', ['json', { outputFile: 'r.json' }]] }, 'stdout'],
  ] as [object, 'stdout' | 'stderr'][])('of %j goes to %s', async (cli, stream) => {
    await vitestWith(cli, (vitest) => expect(chooseOutput(vitest).stream).toBe(process[stream]));
  });

  test.each([
    ['json', 'stdout'],
    ['junit', 'stdout'],
    ['blob', 'stdout'],
    ['tap', 'stderr'],
    ['tap-flat', 'stderr'],
  ] as const)(
    'of Vitest 5 with the reporter %s goes to %s, because only those of TAP write to stdout there',
    async (name, stream) => {
      await vitestWith({ reporters: [name] }, ({ config }) => {
        expect(chooseOutput({ config, version: '5.1.2' }).stream).toBe(process[stream]);
      });
    },
  );

  test.each(['minimal', 'agent'])('is brief with the reporter %s', async (name) => {
    await vitestWith({ reporters: [name] }, (vitest) => expect(chooseOutput(vitest).brief).toBe(true));
    await vitestWith({ reporters: ['default'] }, (vitest) => expect(chooseOutput(vitest).brief).toBe(false));
  });

  test('of the reporter needs valid options, and is empty outside a run', async () => {
    expect(() => new DnnReporter({ seed: 0.5 })).toThrow('dnn: seed is 0.5.');
    await expect(new DnnReporter().onTestRunEnd([])).resolves.toBeUndefined();
  });
});
