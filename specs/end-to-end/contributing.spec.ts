import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeBlocks } from '../support/code-blocks.ts';
import { run } from '../support/project.ts';

/** Follows CONTRIBUTING.md and adds its acquisition function to a copy of the repository. */
const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-contributing-'));
const index = join(folder, 'src/acquisition/index.ts');

beforeAll(() => {
  for (const path of [
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
    'src',
    'specs/contract',
    'specs/support',
    'specs/unit/acquisition',
  ]) {
    cpSync(path, join(folder, path), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [file, code] of codeBlocks('CONTRIBUTING.md')) writeFileSync(join(folder, file), code);
  const listed = readFileSync(index, 'utf8')
    .replace(`import { deepGini }`, `import { confidenceRatio } from './confidence-ratio.ts';\n$&`)
    .replace('  deepGini,\n', '  confidenceRatio,\n$&')
    .replace('export { deepGini,', 'export { confidenceRatio, deepGini,');
  writeFileSync(index, listed);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an acquisition function added in three files passes its spec and the contract of its family', async () => {
  const { status, output } = await run(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      'specs/contract/acquisition.spec.ts',
      'specs/unit/acquisition/confidence-ratio.spec.ts',
      '--reporter=verbose',
    ],
    folder,
  );
  expect(status, output).toBe(0);
  expect(output).toMatch(/✓ .*confidence-ratio\.spec\.ts > asks first/);
  expect(output).toMatch(/✓ .*acquisition\.spec\.ts > confidenceRatio > selects/);
});
