import { EngineError } from '../../errors.ts';
import type { Engine } from '../contract.ts';
import { correct } from '../corrections/index.ts';
import { completeLayers } from '../layers/index.ts';
import { tf } from '../tensors.ts';
import { isLinked } from './binding-file.ts';
import { registerLinked } from './binding.ts';
import { completeNativeKernels } from './kernels/index.ts';
import type { NativeBackend } from './kernels/kernel.ts';
import { findPackage, hasOwnBinary, nativePackages, type NativeEngineName, type NativePackage } from './packages.ts';
import { provideRemovedUtilities } from './removed-utilities.ts';
import { limitThreads, wantedThreads } from './threads.ts';

/**
 * Starts a native engine: its package with its own binary, else with the binding compiled by `vitest-dnn-link-tensorflow`.
 *
 * @throws EngineError - if the package is absent or fails to load, or if it needs a GPU and finds none; `cause` is the original
 *   error
 */
export async function startNative(name: NativeEngineName): Promise<Engine> {
  const wanted = findPackage(name);
  if (!wanted) {
    throw new EngineError(
      `Engine "${name}": the package ${nativePackages[name]} is not installed.\n` +
        'Install it, or use engine "wasm", which needs no other package.',
    );
  }
  const threads = wantedThreads();
  try {
    provideRemovedUtilities();
    const used = load(wanted, threads);
    await tf.setBackend('tensorflow');
    const backend = tf.backend() as unknown as NativeBackend;
    if (name === 'node-gpu' && !backend.isUsingGpuDevice) throw new Error('it finds no usable GPU');
    completeNativeKernels(backend);
    completeLayers('tensorflow');
    correct('tensorflow');
    return { name, version: `${wanted.version} on TensorFlow ${backend.binding.TF_Version}`, threads: used };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      `Engine "${name}": ${wanted.name} ${wanted.version} is installed but does not start: ${reason}\n` +
        'Compile its binding for an installed TensorFlow by npx vitest-dnn-link-tensorflow, or use engine "wasm".',
      { cause },
    );
  }
}

/**
 * Loads the package without the warnings of TensorFlow.js that it starts a second time: the package requires another copy, which
 * shares the state of the first.
 *
 * @returns the number of threads that TensorFlow uses
 */
function load(wanted: NativePackage, threads: number): number {
  const environment = tf.env();
  const isProduction = environment.getBool('PROD');
  environment.set('PROD', true); // only silences warnings
  try {
    return register(wanted, threads);
  } finally {
    environment.set('PROD', isProduction);
  }
}

/** @returns the number of threads that TensorFlow uses */
function register(wanted: NativePackage, threads: number): number {
  const linked = isLinked(wanted);
  if (linked && !hasOwnBinary(wanted)) return registerLinked(wanted, threads);
  try {
    const used = limitThreads(threads);
    wanted.require(wanted.name);
    return used;
  } catch (cause) {
    if (linked) return registerLinked(wanted, threads);
    throw cause;
  }
}
