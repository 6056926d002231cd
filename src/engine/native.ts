import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import { EngineError } from '../errors.ts';
import type { Engine } from './contract.ts';
import { tf } from './tensors.ts';

/** The engines that run libtensorflow; their packages are optional peers of this one. */
export type NativeEngineName = 'node-gpu' | 'node';

const packages: Record<NativeEngineName, string> = {
  'node-gpu': '@tensorflow/tfjs-node-gpu',
  node: '@tensorflow/tfjs-node',
};

/** Whether the package of a native engine can be found from this package or from the project that is being tested. */
export function isInstalled(name: NativeEngineName): boolean {
  return requireFor(packages[name]) !== undefined;
}

/**
 * Loads a native engine.
 *
 * @throws EngineError - if its package is absent, fails to load, or finds no GPU where it needs one; `cause` is what it
 *   threw
 */
export async function startNative(name: NativeEngineName): Promise<Engine> {
  const wanted = packages[name];
  const require = requireFor(wanted);
  if (!require) {
    throw new EngineError(
      `Engine "${name}": the package ${wanted} is not installed.\nInstall it, or use engine "wasm", which needs nothing but npm.`,
    );
  }
  const { version } = require(`${wanted}/package.json`) as { version: string };
  try {
    provideRemovedUtilities();
    require(wanted);
    await tf.setBackend('tensorflow');
    const backend = tf.backend() as { isUsingGpuDevice?: boolean };
    if (name === 'node-gpu' && backend.isUsingGpuDevice === false) throw new Error('it finds no GPU that it can use');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      `Engine "${name}": ${wanted} ${version} is installed but does not start: ${reason}\n` +
        'Repair or remove that package, or use engine "wasm".',
      { cause },
    );
  }
  return { name, version, threads: availableParallelism() };
}

/** A `require` that finds the package: this package's own, else the one of the working directory. */
function requireFor(wanted: string): NodeJS.Require | undefined {
  return [createRequire(import.meta.url), createRequire(join(process.cwd(), 'package.json'))].find((require) => {
    try {
      require.resolve(`${wanted}/package.json`);
      return true;
    } catch {
      return false;
    }
  });
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 removed. */
function provideRemovedUtilities(): void {
  const target = util as { isNullOrUndefined?: (value: unknown) => boolean };
  target.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
