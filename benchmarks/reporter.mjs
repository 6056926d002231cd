/**
 * Measures what the reporter adds to a run: processor time and peak memory of Vitest's main process, with and without it in turn.
 *
 *   node benchmarks/reporter.mjs [pairs of runs] [folder that holds an installed vitest and vitest-dnn]
 *
 * - 50 gates that pass, 50 that all fail under attack and show their adversarial inputs: at most 2 seconds
 * - the comparison of 28 acquisition functions with 10 seeds and 20 stages each, whose models are drawn, not trained: at most 300 MB
 *
 * Ends with status 1 if a limit is passed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { at, installedProject } from './installed-project.mjs';

const [pairs = '5', given] = process.argv.slice(2);
const cases = [
  { folder: 'passing', title: '50 gates that pass', seconds: 2 },
  { folder: 'failing', title: '50 gates that fail under attack', seconds: 2 },
  { folder: 'study', title: 'the study of 28 functions', megabytes: 300 },
];
/** Writes what the main process used when it ends. */
const meter = `
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread && !process.send)
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const megabytes = process.resourceUsage().maxRSS / 1024;
    writeFileSync('used.json', JSON.stringify({ seconds: (user + system) / 1e6, megabytes }));
  });`;
const config = `
import { dnn } from 'vitest-dnn/plugin';
const quiet = { name: 'quiet', configureVitest: ({ vitest }) => { vitest.config.reporters.length = 1; } };
const plain = process.env.PLAIN === '1';
export default { plugins: [dnn({ seed: 1 }), plain && quiet], test: { testTimeout: 60_000 } };`;
const gates = (assertion) => `
import { glyphs, leNet5, pgd, standardTraining, test as base, trained } from 'vitest-dnn';
const dataset = glyphs({ train: 100, test: 100 });
const training = standardTraining({ epochs: 4 });
const test = base.extend('model', { scope: 'file' }, trained({ dataset, architecture: leNet5, training }));
for (let i = 0; i < 50; i++)
  test(\`gate \${i}\`, async ({ model, expect }) => {
    await expect(model).${assertion};
  });`;
const study = `
import { acquisitionFunctions, createRandom } from 'vitest-dnn';
import { test } from 'vitest';
const random = createRandom(1);
const stages = (better) => Array.from({ length: 20 }, (_, stage) => ({
  ...{ stage, labelled: 200 * (stage + 1), robustness: 0.5 * stage / 20 + 0.05 * random.normal() * 0.1 + 0.1, seconds: 2 },
  ...{ accuracy: 0.5 + 0.02 * stage + 0.001 * better + 0.005 * Math.tanh(random.normal()) },
  bias: stage === 0 ? null : { entropy: 0.01, gini: 0.02, leastConfidence: 0.03, margin: 0.04, labels: 0.05 },
}));
const models = Object.keys(acquisitionFunctions).flatMap((acquisition, at) =>
  Array.from({ length: 10 }, (_, seed) => ({
    ...{ id: \`\${acquisition}-\${seed}\`, name: \`leNet5-\${acquisition}-\${seed}\`, acquisition, seed, stages: stages(at) },
    ...{ origin: 'active-learning', dataset: 'glyphs', architecture: 'leNet5', training: 'adversarialTraining' },
    ...{ options: { robustness: { attack: 'pgd', epsilon: 0.3 } }, setting: 'one', engine: 'wasm', cached: true },
  })),
);
test(\`\${models.length / 10} functions\`, ({ task }) => {
  task.meta.dnn = { gates: [], models, engines: ['wasm'] };
});`;
const folder = installedProject(
  {
    'meter.mjs': meter,
    'vitest.config.mjs': config,
    'passing/gates.spec.js': gates('toReachAccuracy(0)'),
    'failing/gates.spec.js': gates('toBeRobustAgainst(pgd, 0.4)'),
    'study/study.spec.js': study,
  },
  given,
);
try {
  for (const { folder: part } of cases) used(part, false); // trains the model, fills caches
  for (const one of cases) measure(one);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure({ folder: part, title, seconds = Infinity, megabytes = Infinity }) {
  const added = Array.from({ length: Number(pairs) }, () => {
    const [without, with_] = [used(part, true), used(part, false)];
    return { seconds: with_.seconds - without.seconds, megabytes: with_.megabytes - without.megabytes };
  });
  const quartiles = (unit, digits) =>
    [0.5, 0.25, 0.75].map((share) =>
      at(
        added.map((sample) => sample[unit]),
        share,
      ).toFixed(digits),
    );
  const [time, ...times] = quartiles('seconds', 2);
  const [peak, ...peaks] = quartiles('megabytes', 0);
  console.log(
    `${title}: ${time} s [${times.join(', ')}], ${peak} MB [${peaks.join(', ')}] more with the reporter` +
      (seconds < Infinity ? `, at most ${seconds} s` : `, at most ${megabytes} MB`),
  );
  if (Number(time) > seconds || Number(peak) > megabytes) process.exitCode = 1;
}

function used(part, plain) {
  const ran = spawnSync(process.execPath, ['--import', './meter.mjs', 'node_modules/vitest/vitest.mjs', 'run', part], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PLAIN: plain ? '1' : '0' },
  });
  const expected = part === 'failing' ? 50 : 0;
  const failed = Number(/Tests\D*?(\d+) failed/.exec(stripVTControlCharacters(ran.stdout))?.[1] ?? 0);
  if (failed !== expected) throw new Error(`vitest run ${part}: ${failed} tests failed\n${ran.stdout}${ran.stderr}`);
  return JSON.parse(readFileSync(join(folder, 'used.json'), 'utf8'));
}
