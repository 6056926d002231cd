import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const inspect = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [join(process.cwd(), 'dist/src/inspect/cli.js'), ...args], { encoding: 'utf8' });

test('vitest-dnn inspect prints JSON on request', () => {
  const { status, stdout } = inspect('inspect', 'specs/reference/golden/arrays/sequence.safetensors', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ unit: 'modules', parameters: 57 });
});

test('vitest-dnn reports an error in one message, and exits with 1', () => {
  const { status, stdout, stderr } = inspect('inspect', 'nothing.keras');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^vitest-dnn: nothing\.keras cannot be read \(ENOENT\)\.\n/);
  expect(inspect('look').stderr).toMatch(/^vitest-dnn: the arguments are "look"\.\nExpected inspect and one path\./);
});
