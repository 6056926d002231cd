import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks, printedIn } from '../support/code-blocks.ts';
import { hosts, installed, writeFiles } from '../support/installed.ts';
import { run, type Finished } from '../support/project.ts';

/** Installs the packed package in empty projects as a user would, and runs the code of the documentation there. */
const [, current, newest] = hosts;
const readme = codeBlocks('README.md');
const digits = readme.get('specs/digits.spec.ts') ?? '';
const example = 'examples/acquisition-study';

/** The code of the documentation, by folder. What is in a folder runs in one process. */
const files: Record<string, string> = {
  'readme/vitest.config.ts': readme.get('vitest.config.ts') ?? '',
  'readme/specs/digits.spec.ts': digits,
  'plugin/vitest.config.ts': codeBlocks('docs/plugin.md').get('vitest.config.ts') ?? '',
  'plugin/specs/digits.spec.ts': digits.replace('atLeast: 0.85', 'atLeast: 0.95'),
  'own/vitest.config.ts': readme.get('vitest.config.ts') ?? '',
  'own/specs/sensors.spec.ts': readme.get('specs/sensors.spec.ts') ?? '',
};
for (const [name, code] of codeBlocks('docs/training-and-architectures.md')) files[`own/${name}`] = code;
for (const name of readdirSync(example, { recursive: true, encoding: 'utf8' }))
  if (name.endsWith('.ts') && !name.includes('node_modules'))
    files[`example/${name}`] = readFileSync(join(example, name), 'utf8');

describe.each([current, newest])('the code of the documentation, with $host:', (host) => {
  let project: string;
  beforeAll(async () => {
    project = await installed(host);
    writeFiles(project, files);
  });

  /** Runs Vitest in a folder of the project. All folders share one cache, also those of the other Vitest, so models are trained once. */
  const vitest = (part: string, ...parameters: string[]): Promise<Finished> =>
    run(
      host.node(project),
      [join(project, 'node_modules/vitest/vitest.mjs'), 'run', ...parameters],
      join(project, part),
      { DNN_CACHE_DIR: join(project, '../cache') },
    );
  const passed = ({ status, output }: Finished, tests: number): void => {
    expect(status, output).toBe(0);
    expect(output).toMatch(new RegExp(`Tests +${tests} passed \\(${tests}\\)`));
  };
  const prints = ({ output }: Finished, page: string): void => {
    expect(printedIn(page)).not.toEqual([]);
    for (const piece of printedIn(page).flat()) expect(output).toContain(piece.trimEnd());
  };
  const filesOf = (part: string): string[] => readdirSync(join(project, part, 'reports/dnn'));

  test('the first spec of the README runs, and prints the output shown there', async () => {
    const finished = await vitest('readme');
    passed(finished, 3);
    prints(finished, 'README.md');
    expect(filesOf('readme')).toEqual(expect.arrayContaining(['report.json', 'report.md']));
  });

  describe('with the configuration on the page of the plugin, and a higher threshold,', () => {
    let finished: Finished;
    beforeAll(async () => {
      finished = await vitest('plugin');
    });

    test('it fails, and prints the output shown on the page of assertions', () => {
      expect(finished.status).toBe(1);
      expect(finished.output).toMatch(/Tests +1 failed \| 2 passed \(3\)/);
      prints(finished, 'docs/matchers.md');
    });

    test('the model is retrained on inputs that margin selects', () => {
      expect(finished.output).toMatch(/accuracy, margin +accuracy, random/);
    });
  });

  test('the specs of a user’s own model and data, and of an architecture of one’s own, run', async () => {
    const program = 'specs/end-to-end/programs/sensors.mjs';
    const made = await run(process.execPath, [program, join(project, 'own')], process.cwd());
    expect(made.status, made.output).toBe(0);
    passed(await vitest('own'), 2);
  });

  test('the example runs', async () => {
    passed(await vitest('example'), 6);
    expect(filesOf('example')).toEqual(expect.arrayContaining(['report.json', 'report.md']));
  });
});
