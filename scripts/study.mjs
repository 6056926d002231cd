/**
 * Compares acquisition functions for robust active learning on real data, in the setting of Guo et al. 2021, tables 3 and 4.
 * Whatever a run finished stays in the cache: the same command goes on where it was stopped.
 *
 *   npm run study -- mnist --stages 6 --seeds 1
 *   npm run study -- mnist --functions all --pool 10000 --everything
 *
 * With --whole it trains on all of the data instead, with and without adversarial training, and holds both to gates.
 *
 * With --compression, what quantisation and pruning do to models trained by acquisition function and on everything, in the
 * setting of Hu et al. 2021, table V and figure 5 (standard training).
 *
 *   npm run study -- mnist --compression --stages 6 --seeds 1
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { acquisitionFunctions } = await import('../dist/src/acquisition/index.js'); // npm run study builds it first
const known = Object.keys(acquisitionFunctions);
const baselines = ['randomSampling', 'maxEntropy', 'margin', 'leastConfidence', 'deepGini', 'dre'];
const datasets = { mnist: 24, 'fashion-mnist': 29 };

/** Every option: what it sets, its default in the paper or here, and the least value that makes sense. */
const numbers = {
  stages: { default: undefined, least: 1, text: 'stages after the first model (24 on mnist, 29 on fashion-mnist)' },
  initial: { default: 200, least: 1, text: 'labels of the first model' },
  pool: { default: undefined, least: 1, text: 'inputs that labels are bought from (the whole training split)' },
  query: { default: 200, least: 1, text: 'labels bought in a stage' },
  epochs: { default: 20, least: 1, text: 'epochs of training in a stage' },
  warmup: { default: undefined, least: 0, text: 'epochs over which epsilon grows in a stage (all of them)' },
  batch: { default: 64, least: 1, text: 'inputs in a batch' },
  rate: { default: 0.001, least: 0, text: 'learning rate of Adam' },
  steps: { default: 40, least: 1, text: 'steps of PGD while training' },
  'evaluation-steps': { default: 50, least: 1, text: 'steps of PGD while evaluating' },
  epsilon: { default: 0.3, least: 0, text: 'size of the perturbations' },
  alpha: { default: 0.01, least: 0, text: 'step size of PGD' },
  limit: { default: 1000, least: 1, text: 'test inputs attacked after a stage, or measured compressed (2000)' },
  workers: { default: availableParallelism(), least: 1, text: 'processes at a time' },
};
const fractions = new Set(['rate', 'epsilon', 'alpha']);

const { values, positionals } = read();
if (values.help) {
  console.log(help());
  process.exit(0);
}
const study = settings(positionals, values);
const config = `specs/study/${values.whole ? 'whole-data' : 'vitest'}.config.ts`;
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DNN_STUDY: JSON.stringify(study) },
  },
);
process.exit(status ?? 1);

function read() {
  const texts = [...Object.keys(numbers), 'functions', 'seeds'].map((name) => [name, { type: 'string' }]);
  try {
    const flags = Object.fromEntries(['whole', 'compression', 'everything'].map((name) => [name, { type: 'boolean' }]));
    const options = { ...Object.fromEntries(texts), ...flags, help: { type: 'boolean', short: 'h' } };
    return parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  } catch (error) {
    return fail(error.message.split('. ')[0]);
  }
}

function settings([dataset, ...others], given) {
  if (!Object.hasOwn(datasets, dataset ?? ''))
    fail(
      `The data set is ${dataset === undefined ? 'missing' : `"${dataset}"`}.`,
      `Expected ${Object.keys(datasets).join(' or ')}.`,
    );
  if (given.whole && dataset !== 'mnist')
    fail(`--whole is asked of ${dataset}.`, 'Expected mnist: its gates are known for that data alone.');
  if (others.length > 0) fail(`There is one "${others[0]}" too many.`, 'Expected one data set; options begin with --.');
  // few labels under the full epsilon at once leave LeNet-5 at chance, so it grows through the stage
  const derived = {
    stages: datasets[dataset],
    pool: Number.MAX_SAFE_INTEGER,
    warmup: given.epochs ?? numbers.epochs.default,
  };
  if (given.compression) derived.limit = 2000;
  const scale = Object.entries(numbers).map(([name, { default: fallback }]) => [
    camelCase(name),
    numberOf(name, given[name] ?? derived[name] ?? fallback),
  ]);
  return {
    dataset,
    functions: functionsOf(given.functions),
    seeds: seedsOf(given.seeds ?? '1,2,3'),
    compression: given.compression ?? false,
    everything: given.everything ?? false,
    ...Object.fromEntries(scale),
  };
}

function numberOf(name, text) {
  const value = Number(text);
  const { least } = numbers[name];
  const fits = fractions.has(name) ? value > least : Number.isInteger(value) && value >= least;
  if (!fits)
    fail(
      `--${name} is "${text}".`,
      `Expected ${fractions.has(name) ? `a number above ${least}` : `a whole number of at least ${least}`}.`,
    );
  return value;
}

function functionsOf(text) {
  const names = text === undefined ? baselines : text === 'all' ? known : text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) fail(`--functions names "${unknown}".`, `Expected all, or some of ${known.join(',')}.`);
  return [...new Set(names)];
}

function seedsOf(text) {
  const seeds = text.split(',').map(Number);
  if (!seeds.every((seed) => Number.isSafeInteger(seed)) || text.trim() === '')
    fail(`--seeds is "${text}".`, 'Expected whole numbers with commas between them, such as 1,2,3.');
  return [...new Set(seeds)];
}

function fail(...lines) {
  console.error(`${lines.join('\n')}\n\nnpm run study -- --help lists the options.`);
  process.exit(2);
}

function help() {
  const lines = Object.entries(numbers).map(
    ([name, option]) =>
      `  --${name.padEnd(17)} ${option.text}${option.default === undefined ? '' : ` (${option.default})`}`,
  );
  return [
    'npm run study -- <data set> [options]',
    '',
    `Data sets: ${Object.keys(datasets).join(', ')}; read from DNN_DATA_DIR, the cache, or downloaded.`,
    '',
    `  --${'whole'.padEnd(17)} train on all of mnist, with and without adversarial training; no other option counts`,
    `  --${'functions'.padEnd(17)} acquisition functions (${baselines.join(',')}), or all:`,
    `  ${''.padEnd(20)}${known.join(',')}`,
    `  --${'seeds'.padEnd(17)} repetitions (1,2,3)`,
    `  --${'compression'.padEnd(17)} compress the models, trained by each function and on everything`,
    `  --${'everything'.padEnd(17)} train a model on everything too: how many annotations reach its accuracy`,
    ...lines,
  ].join('\n');
}

function camelCase(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
