import { parseArgs } from 'node:util';
import { baselines, datasets, fractions, known, numbers, small } from './options.mjs';

/** Returns the options of the command line; exits if they are invalid. */
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

/** Returns the settings of the study in the form that specs/study reads; exits if an option is invalid. */
export function settings([dataset, ...others], values) {
  if (!Object.hasOwn(datasets, dataset ?? ''))
    fail(
      `The data set is ${dataset === undefined ? 'missing' : `"${dataset}"`}.`,
      `Expected ${Object.keys(datasets).join(' or ')}.`,
    );
  if (values.whole && dataset !== 'mnist')
    fail(`--whole is used with ${dataset}.`, 'Expected mnist, the only data set with gates.');
  if (others.length > 0) fail(`"${others[0]}" is an extra argument.`, 'Expected one data set; options begin with --.');
  // with few labels and the full epsilon from the start LeNet-5 stays at chance level, so epsilon grows during the stage
  const derived = { stages: datasets[dataset], pool: Number.MAX_SAFE_INTEGER };
  if (values.compression) derived.limit = 2000;
  if (values.small) Object.assign(derived, small);
  derived.warmup = values.epochs ?? derived.epochs ?? numbers.epochs.default;
  const scale = Object.entries(numbers).map(([name, { default: fallback }]) => [
    camelCase(name),
    numberOf(name, values[name] ?? derived[name] ?? fallback),
  ]);
  return {
    dataset,
    functions: functionsOf(values.functions, values.without),
    seeds: seedsOf(values.seeds ?? (values.small ? '1,2' : '1,2,3')),
    compression: values.compression ?? false,
    everything: values.everything ?? false,
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
    fail(`--without ${without} leaves no acquisition function.`, 'Expected at least one to remain.');
  return kept;
}

function namesOf(option, text) {
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    fail(
      `--${option} names "${unknown}".`,
      `Expected ${option === 'functions' ? 'all, or ' : ''}a list of names from ${known.join(',')}.`,
    );
  return names;
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
