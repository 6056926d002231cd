#!/usr/bin/env node
import { DnnError } from './errors.ts';

// Each command loads only its own code: comparing reports needs no engine.
const [command, ...args] = process.argv.slice(2);
if (command === 'compare') {
  try {
    const { compareCommand } = await import('../reporters/compare.ts');
    process.exitCode = await compareCommand(args);
  } catch (error) {
    const isExpected = error instanceof DnnError || error instanceof TypeError;
    console.error(`vitest-dnn: ${isExpected ? error.message : (error as Error).stack}`);
    process.exitCode = 1;
  }
} else await import('./inspect/cli.ts');
