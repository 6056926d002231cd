import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

function bench(...parameters: string[]) {
  return spawnSync(process.execPath, ['benchmarks/run.mjs', ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, DNN_PYTHON: 'no-such-python', NODE_PATH: 'nowhere' },
  });
}

test('the benchmark measures the embedded engine if PyTorch is missing, and states that', () => {
  const { stdout, stderr, status } = bench('--quick', '--only', 'LeNet-5: gradient');
  expect(stderr).toContain('PyTorch is skipped. no-such-python has no torch');
  expect(stdout).toMatch(/\| +\| vitest-dnn, wasm \d+\.\d+\.\d+ +\|\n/);
  expect(stdout).toMatch(/\| LeNet-5: gradient of the input \| [\d.]+ ms \([\d.]+–[\d.]+\) +\|/);
  expect(status).toBe(0);
});

test('the benchmark compares the build of another checkout with this one', () => {
  const { stdout, status } = bench('--quick', '--only', 'LeNet-5: gradient', '--against', '.');
  expect(stdout).toMatch(
    /\| vitest-dnn, wasm [\d.]+ +\| vitest-dnn, wasm of [\w-]+ [\d.]+ +\| wasm \/ vitest-dnn, wasm of /,
  );
  expect(stdout).toMatch(/\| LeNet-5: gradient of the input \|.+ms.+\|.+ms.+\| [\d.]+ \([\d.]+–[\d.]+\) +\|/);
  expect(status).toBe(0);
});

test('the benchmark states which engine does not start, and why', () => {
  const { stdout, stderr, status } = bench('node-gpu', '--quick', '--only', 'LeNet-5: gradient');
  expect(stderr).toMatch(/vitest-dnn, node-gpu does not start: .+tfjs-node-gpu/);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

test.each([
  [
    ['abacus'],
    '"abacus" is neither a suite nor an engine.\nExpected suites (acquisition, attacks, engine, texts) and engines',
  ],
  [['engine', 'attacks'], 'The suites are engine and attacks.'],
  [
    ['engine', 'wasm', '--only', 'no such row'],
    '--only is "no such row", which is part of no row\'s name.\nExpected a part of one of these names:\n  LeNet-5',
  ],
  [['--against', 'specs'], '--against: specs contains no build of this package.\nExpected another checkout'],
  [['--samples', 'many'], '--samples is many.\nExpected a whole number of at least 1'],
  [['--fast'], "Unknown option '--fast'"],
])('the benchmark rejects %j', (parameters, message) => {
  const { stdout, stderr, status } = bench(...parameters);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});
