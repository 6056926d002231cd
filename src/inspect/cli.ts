#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { DnnError } from '../errors.ts';
import { inspect, usualSeconds } from './inspect.ts';
import { textOf } from './text.ts';

const help = `Describes a model: layers or operators, shapes, weights, the range of its inputs, and which assertions work on it.

  npx vitest-dnn inspect <file | folder | URL> [options]

  --json                  print JSON
  --seconds <number>      try assertions for so long; ${usualSeconds} by default
  --item-shape <sizes>    of an item, such as 224,224,3, for a file that leaves sizes free
  --help

npx vitest-dnn compare <base report.json> <head report.json> compares the gates of two reports.`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      seconds: { type: 'string' },
      'item-shape': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [command, path, ...others] = positionals;
  const seconds = Number(values.seconds ?? usualSeconds);
  if (values.help) console.log(help);
  else if (command !== 'inspect' || path === undefined || others.length > 0)
    throw new TypeError(`the arguments are "${positionals.join(' ')}".\nExpected inspect and one path.\n\n${help}`);
  else if (!(seconds >= 0)) throw new TypeError(`--seconds is "${values.seconds}". Expected a number of at least 0.`);
  else {
    const inspection = await inspect(path, seconds, values['item-shape']?.split(',').map(Number));
    console.log(values.json ? JSON.stringify(inspection, undefined, 2) : textOf(inspection));
  }
} catch (error) {
  const isExpected = error instanceof DnnError || error instanceof TypeError;
  console.error(`vitest-dnn: ${isExpected ? error.message : (error as Error).stack}`);
  process.exitCode = 1;
}
