import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../support/project.ts';

describe('what a configuration file imports', () => {
  test.each([
    ['./dist/src/plugin.js', false],
    ['./dist/reporters/index.js', false],
    ['./dist/src/statistics.js', false],
    ['./dist/src/index.js', true],
    ['./dist/src/layers.js', true],
  ])('%s loads the tensor engine: %s', async (entry, expected) => {
    const coverage = mkdtempSync(join(tmpdir(), 'vitest-dnn-modules-'));
    onTestFinished(() => rmSync(coverage, { recursive: true }));
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
