import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks, printedIn } from '../support/code-blocks.ts';
import { createProject, packPackage, run, type Finished } from '../support/project.ts';

/** Packs the package, installs it in empty projects as a user would, and runs the code of the documentation there. */
const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-package-'));
let tarball = '';

beforeAll(async () => {
  tarball = await packPackage(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const hosts = [
  { host: 'vitest 4 on this Node', packages: ['vitest@4.1.12'], node: () => process.execPath },
  {
    host: 'vitest 5 on Node 22',
    packages: ['vitest@5.1.1', 'node@22'],
    node: (at: string) => join(at, 'node_modules/node/bin/node'),
  },
];

describe.each(hosts)('the code of the documentation, with $host:', ({ host, packages, node }) => {
  const project = join(folder, host.replaceAll(' ', '-'));
  const readme = codeBlocks('README.md');
  const digits = readme.get('specs/digits.spec.ts') ?? '';
  const config = readme.get('vitest.config.ts') ?? '';
  const example = 'examples/acquisition-study';

  beforeAll(async () => {
    const files = new Map<string, string>([
      ...[...readme].map(([name, code]) => [`readme/${name}`, code] as const),
      ['failing/vitest.config.ts', config],
      ['failing/specs/digits.spec.ts', digits.replace('atLeast: 0.85', 'atLeast: 0.95')],
      ...[...codeBlocks('docs/training-and-architectures.md')].map(([name, code]) => [`readme/${name}`, code] as const),
      ['plugin/vitest.config.ts', codeBlocks('docs/plugin.md').get('vitest.config.ts') ?? ''],
      ['plugin/specs/digits.spec.ts', digits],
      ...readdirSync(example, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
        .map((name) => [`example/${name}`, readFileSync(join(example, name), 'utf8')] as const),
    ]);
    await createProject(project, files, [tarball, ...packages]);
  });

  /** Runs Vitest in a folder of the project; all of them share one cache. */
  const vitest = (part: string, ...parameters: string[]): Promise<Finished> =>
    run(node(project), [join(project, 'node_modules/vitest/vitest.mjs'), 'run', ...parameters], join(project, part), {
      DNN_CACHE_DIR: join(project, 'cache'),
    });
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
    const finished = await vitest('readme', 'specs/digits.spec.ts');
    passed(finished, 3);
    prints(finished, 'README.md');
    expect(filesOf('readme')).toEqual(expect.arrayContaining(['report.json', 'report.md']));
  });

  test('with a higher threshold it fails, and prints the output shown on the page of assertions', async () => {
    const finished = await vitest('failing');
    expect(finished.status).toBe(1);
    prints(finished, 'docs/matchers.md');
  });

  test('the specs of a user’s own model and data, and of an architecture of one’s own, run', async () => {
    const program = 'specs/end-to-end/programs/sensors.mjs';
    const made = await run(process.execPath, [program, join(project, 'readme')], process.cwd());
    expect(made.status, made.output).toBe(0);
    passed(await vitest('readme', 'specs/sensors.spec.ts', 'specs/tiny-net.spec.ts'), 2);
  });

  test('the configuration on the page of the plugin runs', async () => {
    const finished = await vitest('plugin');
    passed(finished, 3);
    expect(finished.output).toMatch(/accuracy, margin +accuracy, random/);
  });

  test('the example runs', async () => {
    passed(await vitest('example'), 6);
    expect(filesOf('example')).toEqual(expect.arrayContaining(['report.json', 'report.md']));
  });
});

describe('what a configuration file imports', () => {
  test.each([
    ['./dist/src/plugin.js', false],
    ['./dist/reporters/index.js', false],
    ['./dist/src/statistics.js', false],
    ['./dist/src/index.js', true],
    ['./dist/src/layers.js', true],
  ])('%s loads the tensor engine: %s', async (entry, expected) => {
    const coverage = mkdtempSync(join(folder, 'modules-'));
    const loaded = await run(
      process.execPath,
      ['--input-type=module', '--eval', `await import('${entry}')`],
      process.cwd(),
      { NODE_V8_COVERAGE: coverage },
    );
    expect(loaded.status, loaded.output).toBe(0);
    const urls = readdirSync(coverage).flatMap((name) => urlsOf(readFileSync(join(coverage, name), 'utf8')));
    expect(urls).toContainEqual(expect.stringContaining(entry.slice(1)));
    expect(urls.some((url) => url.includes('/@tensorflow/'))).toBe(expected);
  });
});

/** The modules that a process evaluated, from the coverage that V8 wrote for it. */
function urlsOf(coverage: string): string[] {
  return (JSON.parse(coverage) as { result: { url: string }[] }).result.map(({ url }) => url);
}
