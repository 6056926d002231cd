import { parseArgs } from 'node:util';
import { baselines, datasets, fractions, known, numbers, small } from './options.mjs';

/** What the command line says; ends the process where it says something else. */
export function read() {
  const texts = [...Object.keys(numbers), 'functions', 'without', 'seeds'].map((name) => [name, { type: 'string' }]);
  try {
    const flags = Object.fromEntries(
      ['whole', 'compression', 'everything', 'small'].map((name) => [name, { type: 'boolean' }]),
    );
    const options = { ...Object.fromEntries(texts), ...flags, help: { type: 'boolean', short: 'h' } };
    return parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  } catch (error) {
    return fail(error.message.split('. ')[0]);
  }
}

/** The settings of the study that was asked for, as specs/study reads them. */
export function settings([dataset, ...others], given) {
  if (!Object.hasOwn(datasets, dataset ?? ''))
    fail(
      `The data set is ${dataset === undefined ? 'missing' : `"${dataset}"`}.`,
      `Expected ${Object.keys(datasets).join(' or ')}.`,
    );
  if (given.whole && dataset !== 'mnist')
    fail(`--whole is asked of ${dataset}.`, 'Expected mnist: its gates are known for that data alone.');
  if (others.length > 0) fail(`There is one "${others[0]}" too many.`, 'Expected one data set; options begin with --.');
  // few labels under the full epsilon at once leave LeNet-5 at chance, so it grows through the stage
  const derived = { stages: datasets[dataset], pool: Number.MAX_SAFE_INTEGER };
  if (given.compression) derived.limit = 2000;
  if (given.small) Object.assign(derived, small);
  derived.warmup = given.epochs ?? derived.epochs ?? numbers.epochs.default;
  const scale = Object.entries(numbers).map(([name, { default: fallback }]) => [
    camelCase(name),
    numberOf(name, given[name] ?? derived[name] ?? fallback),
  ]);
  return {
    dataset,
    functions: functionsOf(given.functions, given.without),
    seeds: seedsOf(given.seeds ?? (given.small ? '1,2' : '1,2,3')),
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

function functionsOf(asked, without) {
  const names = asked === undefined ? baselines : asked === 'all' ? known : namesOf('functions', asked);
  const left = without === undefined ? [] : namesOf('without', without);
  const kept = [...new Set(names)].filter((name) => !left.includes(name));
  if (kept.length === 0)
    fail(`--without ${without} leaves no acquisition function.`, 'Expected at least one to be left.');
  return kept;
}

function namesOf(option, text) {
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    fail(
      `--${option} names "${unknown}".`,
      `Expected ${option === 'functions' ? 'all, or ' : ''}some of ${known.join(',')}.`,
    );
  return names;
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

function camelCase(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
