import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type * as wasmBackend from '@tensorflow/tfjs-backend-wasm';
import { EngineError } from '../../errors.ts';
import type { Engine } from '../contract.ts';
import { correct } from '../corrections/index.ts';
import { completeKernels } from './kernels/index.ts';
import type { Backend } from './kernels/kernel.ts';
import { completeLayers } from '../layers/index.ts';
import { tf } from '../tensors.ts';

/**
 * Starts the WebAssembly engine (one thread, 128-bit SIMD) with the additional kernels that training needs.
 *
 * @throws EngineError - if the module cannot be compiled or instantiated
 */
export async function startWebAssembly(): Promise<Engine> {
  const load = createRequire(import.meta.url); // faster than an import, see tensors.ts
  const { setWasmPaths, version_wasm: version } = load('@tensorflow/tfjs-backend-wasm') as typeof wasmBackend;
  const folder = dirname(load.resolve('@tensorflow/tfjs-backend-wasm'));
  const keepListeners = rememberListeners();
  try {
    setWasmPaths(folder + sep);
    if (!(await tf.setBackend('wasm'))) throw new Error('the backend refused to initialise');
    completeKernels(tf.backend() as unknown as Backend);
    completeLayers('wasm');
    correct('wasm');
  } catch (cause) {
    throw new EngineError(
      `Engine "wasm" does not start: ${(cause as Error).message}\nExpected its binaries in ${folder}.\nReinstall @tensorflow/tfjs-backend-wasm if they are missing.`,
      { cause },
    );
  } finally {
    keepListeners();
  }
  return { name: 'wasm', version, threads: 1 };
}

/**
 * Remembers the process's listeners and returns a function that removes those added since. The module's start-up code makes the
 * process rethrow every unhandled rejection, which is the test runner's decision.
 */
function rememberListeners(): () => void {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = new Set<unknown>(events.flatMap((event) => process.listeners(event as 'uncaughtException')));
  return () => {
    for (const event of events as readonly 'uncaughtException'[]) {
      for (const listener of process.listeners(event)) if (!before.has(listener)) process.off(event, listener);
    }
  };
}
