import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

function bench(...parameters: string[]) {
  return spawnSync(process.execPath, ['benchmarks/run.mjs', ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, DNN_PYTHON: 'no-such-python' },
  });
}

test('the benchmark measures the embedded engine where PyTorch is missing, and says so', () => {
  const { stdout, stderr, status } = bench('--quick', '--only', 'LeNet-5: gradient');
  expect(stderr).toContain('PyTorch is skipped. no-such-python has no torch');
  expect(stdout).toMatch(/\| +\| vitest-dnn, wasm \d+\.\d+\.\d+ +\|\n/);
  expect(stdout).toMatch(/\| LeNet-5: gradient of the input \| [\d.]+ ms \([\d.]+–[\d.]+\) +\|/);
  expect(status).toBe(0);
});

test('the benchmark shows what an engine cannot do with the reason', () => {
  const { stdout } = bench('abacus', '--quick', '--only', 'LeNet-5: gradient');
  expect(stdout).toContain('| cannot: engine is "abacus".');
});

test('the benchmark takes a suite by its name', () => {
  const { stdout, stderr, status } = bench('engine', 'wasm', '--quick', '--only', 'no such row');
  expect(stdout).toMatch(/^\n\| +\| vitest-dnn, wasm \d+\.\d+\.\d+ +\|\n\| +\| -+ \|\n\n/);
  expect(stderr).not.toContain('…');
  expect(status).toBe(0);
});
