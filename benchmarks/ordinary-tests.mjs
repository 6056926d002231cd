/**
 * Measures what the plugin costs beside ordinary tests: the processor time of `vitest run` on ten files of unit tests that use no
 * model, with the plugin and without it, in turns.
 *
 *   node benchmarks/ordinary-tests.mjs [pairs of runs] [folder with a vitest and a vitest-dnn to measure, this one by default]
 *
 * Prints the median processor seconds (user and system, with all workers) and their ratio with its quartiles over the pairs. Ends
 * with status 1 if the median ratio is above 1.05.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [pairs = '9', modules] = process.argv.slice(2);
const limit = 1.05;
const folder = mkdtempSync(join(tmpdir(), 'dnn-ordinary-'));
try {
  prepare();
  const samples = [];
  for (let pair = -1; pair < Number(pairs); pair++) {
    const names = pair % 2 ? ['with', 'without'] : ['without', 'with'];
    const sample = Object.fromEntries(names.map((name) => [name, secondsOf(`${name}.config.mjs`)]));
    if (pair >= 0) samples.push({ ...sample, ratio: sample.with / sample.without }); // the first pair fills the caches
  }
  const quartiles = (values) => [0.25, 0.5, 0.75].map((share) => at(values, share).toFixed(3));
  const shown = (name) =>
    at(
      samples.map((sample) => sample[name]),
      0.5,
    ).toFixed(2);
  const [low, median, high] = quartiles(samples.map(({ ratio }) => ratio));
  console.log(`with the plugin ${shown('with')} s, without it ${shown('without')} s of processor time`);
  console.log(`ratio ${median} [${low}, ${high}] over ${pairs} pairs of runs, at most ${limit}`);
  process.exitCode = median <= limit ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function prepare() {
  const installed = modules ? resolve(modules, 'node_modules') : resolve('node_modules');
  mkdirSync(join(folder, 'node_modules'));
  mkdirSync(join(folder, 'specs'));
  symlinkSync(join(installed, 'vitest'), join(folder, 'node_modules/vitest'));
  symlinkSync(modules ? join(installed, 'vitest-dnn') : process.cwd(), join(folder, 'node_modules/vitest-dnn'));
  const tests = Array.from({ length: 10 }, (_, i) => `test('sum ${i}', () => expect(${i} + 1).toBe(${i + 1}));\n`).join(
    '',
  );
  const files = {
    'package.json': '{ "private": true, "type": "module" }',
    'with.config.mjs': "import { dnn } from 'vitest-dnn/plugin';\nexport default { plugins: [dnn()] };\n",
    'without.config.mjs': 'export default {};\n',
    ...Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`specs/${i}.spec.js`, `import { expect, test } from 'vitest';\n${tests}`]),
    ),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** Processor seconds of one run, from the children that have ended. */
function secondsOf(config) {
  const program = `
    const { spawnSync } = require('node:child_process');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--config', '${config}'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stdout + stderr);`;
  const command = `exec 3>&1; TIMEFORMAT='%U %S'; { time ${JSON.stringify(process.execPath)} -e "$PROGRAM" >/dev/null; } 2>&1`;
  const { status, stdout } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PROGRAM: program },
  });
  if (status !== 0) throw new Error(`vitest run --config ${config} failed:\n${stdout}`);
  return stdout
    .trim()
    .split(/\s+/)
    .slice(-2)
    .reduce((sum, value) => sum + Number(value), 0);
}

function at(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}
