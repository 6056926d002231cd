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
const known = ['node-gpu', 'node', 'wasm', 'cpu'];

/**
 * What the command line asks for; ends the process where it asks for what there is not.
 *
 * @returns the suite, the engines and the options
 */
export function read() {
  const { values, positionals } = parsed();
  const suites = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'suite.mjs')));
  const strange = positionals.find((name) => !suites.includes(name) && !known.includes(name));
  const expected = `Expected suites (${suites.join(', ')}) and engines (${known.join(', ')}).`;
  if (strange !== undefined) fail(`"${strange}" is neither a suite nor an engine.`, expected);
  const asked = positionals.filter((name) => suites.includes(name));
  if (asked.length > 1) fail(`Two suites are asked for: ${asked.join(' and ')}.`, 'Expected one; run them one by one.');
  const engines = positionals.filter((name) => known.includes(name));
  const { against, samples } = values;
  if (against !== undefined && !existsSync(join(against, 'dist/src/index.js'))) {
    fail(`--against: ${against} holds no build of this package.`, 'Expected another checkout, after `npm ci` there.');
  }
  if (samples !== undefined && !(Number.isSafeInteger(Number(samples)) && Number(samples) > 0)) {
    fail(`--samples is ${samples}.`, 'Expected how many samples to take of each row at least.');
  }
  return { suite: asked[0] ?? 'engine', engines: engines.length > 0 ? engines : ['wasm'], options: values };
}

/** The rows whose names have one of the parts in `only`; ends the process where none has. */
export function rowsAsked(rows, only) {
  const parts = only.toLowerCase().split('|');
  const chosen = rows.filter(({ row }) => parts.some((part) => row.toLowerCase().includes(part)));
  if (chosen.length > 0) return chosen;
  return fail(
    `No row has "${only}" in its name.`,
    `Expected a part of one of these:`,
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

/** Ends the process with what happened, and what was expected, a line each. */
export function fail(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}
