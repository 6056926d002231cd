import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks } from '../support/code-blocks.ts';
import { createProject, packPackage, run } from '../support/project.ts';

/** Packs the package, installs it in empty projects as a user would, and runs the code of the README there. */
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

test.concurrent.each(hosts)('the code of README and examples runs with $host', async ({ host, packages, node }) => {
  const example = 'examples/acquisition-study';
  const files = new Map<string, string>([
    ...[...codeBlocks('README.md')].map(([name, code]) => [`readme/${name}`, code] as const),
    ...readdirSync(example, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
      .map((name) => [`example/${name}`, readFileSync(join(example, name), 'utf8')] as const),
  ]);
  const project = await createProject(join(folder, host.replaceAll(' ', '-')), files, [tarball, ...packages]);

  for (const [part, tests] of [
    ['readme', 3],
    ['example', 6],
  ] as const) {
    const at = join(project, part);
    const { status, output } = await run(node(project), [join(project, 'node_modules/vitest/vitest.mjs'), 'run'], at);
    expect(status, output).toBe(0);
    expect(output).toMatch(new RegExp(`Tests +${tests} passed \\(${tests}\\)`));
    expect(readdirSync(join(at, 'reports/dnn'))).toEqual(expect.arrayContaining(['report.json', 'report.md']));
  }
});

describe('an entry point', () => {
  test.each([
    ['./dist/src/plugin.js', false],
    ['./dist/reporters/index.js', false],
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

/** The modules that a process evaluated, according to the coverage of V8. */
function urlsOf(coverage: string): string[] {
  return (JSON.parse(coverage) as { result: { url: string }[] }).result.map(({ url }) => url);
}
