import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { acquisitionFunctions } from '../../src/acquisition/index.ts';

/** Runs the script of `npm run study`; callers pass options that do not start Vitest. */
function study(...options: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['scripts/study.mjs', ...options], { encoding: 'utf8' });
}

test('lists every acquisition function of the index', () => {
  const { status, stdout } = study('--help');
  expect(status).toBe(0);
  for (const name of Object.keys(acquisitionFunctions)) expect(stdout).toContain(name);
});

test.each([
  [['letters'], 'The data set is "letters".'],
  [['mnist', '--functions', 'dre,marign'], '--functions contains "marign".'],
  [['mnist', '--without', 'cel'], '--without contains "cel".'],
  [['mnist', '--functions', 'dre', '--without', 'dre'], '--without dre excludes all acquisition functions.'],
  [['mnist', '--stages', 'x'], '--stages is "x".'],
  [['mnist', '--pool', '0'], '--pool is "0".'],
  [['mnist', '--seeds', '1,two'], '--seeds is "1,two".'],
  [['mnist', '--smal'], "Unknown option '--smal'"],
])('rejects %j', (options, message) => {
  const { status, stderr } = study(...options);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
