/**
 * Measures what the plugin costs beside ordinary tests: the processor time of `vitest run` on ten files of unit tests that use no
 * model, with the plugin and without it, in turns.
 *
 *   node benchmarks/ordinary-tests.mjs [pairs of runs] [folder that holds an installed vitest and vitest-dnn]
 *
 * Without a folder, it packs this package and installs the tarball beside this repository's Vitest in a temporary one, as users have
 * it: Vite transforms files of a linked checkout, but not those of an installed package.
 * Prints the median processor seconds (user and system, with all workers) and their ratio with its quartiles over the pairs. Ends
 * with status 1 if the median ratio is above 1.05.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [pairs = '9', given] = process.argv.slice(2);
const limit = 1.05;
const folder = mkdtempSync(join(tmpdir(), 'dnn-ordinary-'));
try {
  if (given) link(resolve(given, 'node_modules'));
  else install();
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

function link(modules) {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['vitest', 'vitest-dnn']) symlinkSync(join(modules, name), join(folder, 'node_modules', name));
}

function install() {
  const npm = (command, cwd) =>
    execFileSync('npm', command, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const [tarball] = npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], process.cwd()).split(
    '\n',
  );
  const { version } = JSON.parse(readFileSync('node_modules/vitest/package.json', 'utf8'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  npm(
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`, `vitest@${version}`],
    folder,
  );
}

function prepare() {
  mkdirSync(join(folder, 'specs'));
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
