import { parseArgs } from 'node:util';
import { baselines, datasets, fractions, names, numbers, small } from './options.mjs';

/** Returns the parsed command line; ends the process if it is invalid. */
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

/** Returns the settings of the study as specs/study reads them; ends the process if an option is invalid. */
export function settings([dataset, ...others], options) {
  if (!Object.hasOwn(datasets, dataset ?? ''))
    fail(
      `The data set is ${dataset === undefined ? 'missing' : `"${dataset}"`}.`,
      `Expected ${Object.keys(datasets).join(' or ')}.`,
    );
  if (options.whole && dataset !== 'mnist')
    fail(
      `--whole is used with ${dataset}.`,
      'Expected mnist, because its gates are calibrated for this data set only.',
    );
  if (others.length > 0)
    fail(`The argument "${others[0]}" is unexpected.`, 'Expected one data set, then options that begin with --.');
  // with few labels and the full epsilon from the start LeNet-5 stays at chance, so epsilon grows over the stage
  const derived = { stages: datasets[dataset], pool: Number.MAX_SAFE_INTEGER };
  if (options.compression) derived.limit = 2000;
  if (options.small) Object.assign(derived, small);
  derived.warmup = options.epochs ?? derived.epochs ?? numbers.epochs.default;
  const scale = Object.entries(numbers).map(([name, { default: fallback }]) => [
    camelCase(name),
    numberOf(name, options[name] ?? derived[name] ?? fallback),
  ]);
  return {
    dataset,
    functions: functionsOf(options.functions, options.without),
    seeds: seedsOf(options.seeds ?? (options.small ? '1,2' : '1,2,3')),
    compression: options.compression ?? false,
    everything: options.everything ?? false,
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

function functionsOf(wanted, without) {
  const included = wanted === undefined ? baselines : wanted === 'all' ? names : namesOf('functions', wanted);
  const excluded = without === undefined ? [] : namesOf('without', without);
  const functions = [...new Set(included)].filter((name) => !excluded.includes(name));
  if (functions.length === 0)
    fail(`--without ${without} excludes all acquisition functions.`, 'Expected at least one to remain.');
  return functions;
}

function namesOf(option, text) {
  const list = text.split(',');
  const unknown = list.find((name) => !names.includes(name));
  if (unknown !== undefined)
    fail(
      `--${option} contains "${unknown}".`,
      `Expected ${option === 'functions' ? '"all", or ' : ''}a list of these: ${names.join(',')}.`,
    );
  return list;
}

function seedsOf(text) {
  const seeds = text.split(',').map(Number);
  if (!seeds.every((seed) => Number.isSafeInteger(seed)) || text.trim() === '')
    fail(`--seeds is "${text}".`, 'Expected whole numbers separated by commas, such as 1,2,3.');
  return [...new Set(seeds)];
}

function fail(...lines) {
  console.error(`${lines.join('\n')}\n\nnpm run study -- --help lists the options.`);
  process.exit(2);
}

function camelCase(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
