import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const inspect = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [join(process.cwd(), 'dist/src/cli.js'), ...args], { encoding: 'utf8' });

test('vitest-dnn inspect prints JSON on request', () => {
  const { status, stdout } = inspect('inspect', 'specs/reference/golden/arrays/sequence.safetensors', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ unit: 'modules', parameters: 57 });
});

test('vitest-dnn compare prints the difference of two reports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-compare-'));
  const saved = (value: number): string => {
    const path = join(folder, `${value}.json`);
    const gate = {
      file: 'a.spec.ts',
      test: 'reads',
      quantity: 'accuracy',
      relation: 'at least',
      threshold: 0.9,
      negated: false,
    };
    writeFileSync(path, JSON.stringify({ gates: [{ ...gate, value, passed: value >= 0.9 }] }));
    return path;
  };
  const { status, stdout } = inspect('compare', saved(0.95), saved(0.85), '--fail');
  expect(stdout).toMatch(/reads +accuracy +95\.0 % +85\.0 % +−10\.0 +≥ 90\.0 % +newly failing/);
  expect(status).toBe(1);
  expect(inspect('compare', 'none.json', 'none.json').stderr).toMatch(
    /^vitest-dnn: none\.json cannot be read \(ENOENT\)\.\n/,
  );
});

test('vitest-dnn reports an error in one message, and exits with 1', () => {
  const { status, stdout, stderr } = inspect('inspect', 'nothing.keras');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^vitest-dnn: nothing\.keras cannot be read \(ENOENT\)\.\n/);
  expect(inspect('look').stderr).toMatch(/^vitest-dnn: the arguments are "look"\.\nExpected inspect and one path\./);
});
