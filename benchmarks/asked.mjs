import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const folder = dirname(fileURLToPath(import.meta.url));
const options = {
  quick: { type: 'boolean' },
  only: { type: 'string', default: '' },
  against: { type: 'string' },
  samples: { type: 'string' },
  install: { type: 'boolean' },
};

/** The names of `EngineName`. */
const engineNames = ['node-gpu', 'node', 'wasm', 'cpu'];

/**
 * Reads the command line; exits if it is invalid.
 *
 * @returns the suite, the engines and the options
 */
export function read() {
  const { values, positionals } = parsed();
  const suites = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'suite.mjs')));
  const strange = positionals.find((name) => !suites.includes(name) && !engineNames.includes(name));
  const expected = `Expected suites (${suites.join(', ')}) and engines (${engineNames.join(', ')}).`;
  if (strange !== undefined) fail(`"${strange}" is neither a suite nor an engine.`, expected);
  const asked = positionals.filter((name) => suites.includes(name));
  if (asked.length > 1) fail(`The suites are ${asked.join(' and ')}.`, 'Expected one suite; run them one at a time.');
  const engines = positionals.filter((name) => engineNames.includes(name));
  const { against, samples } = values;
  if (against !== undefined && !existsSync(join(against, 'dist/src/index.js'))) {
    fail(
      `--against: ${against} contains no build of this package.`,
      'Expected another checkout in which `npm ci` was run.',
    );
  }
  if (samples !== undefined && !(Number.isSafeInteger(Number(samples)) && Number(samples) > 0)) {
    fail(`--samples is ${samples}.`, 'Expected a whole number of at least 1: the least number of samples per row.');
  }
  return { suite: asked[0] ?? 'engine', engines: engines.length > 0 ? engines : ['wasm'], options: values };
}

/** Returns the rows whose names contain a part of `only`; exits if there are none. */
export function rowsAsked(rows, only) {
  const parts = only.toLowerCase().split('|');
  const chosen = rows.filter(({ row }) => parts.some((part) => row.toLowerCase().includes(part)));
  if (chosen.length > 0) return chosen;
  return fail(
    `--only is "${only}", which is part of no row's name.`,
    'Expected a part of one of these names:',
    ...rows.map(({ row }) => `  ${row}`),
  );
}

function parsed() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return fail(
      error.message.split('. ')[0],
      'Expected --quick, --samples <n>, --only <parts of rows>, --against <checkout> or --install.',
    );
  }
}

/** Prints what happened and what was expected, one line each, and exits with status 1. */
export function fail(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}
