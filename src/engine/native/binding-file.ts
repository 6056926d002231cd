import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { NativePackage } from './packages.ts';

/**
 * Where the binding lies that `vitest-dnn-link-tensorflow` compiles: in the cache of `DNN_CACHE_DIR`, which outlives the
 * installed packages, else in that of the `node_modules` which holds the package of the engine.
 */
export function bindingFile({ name, folder }: NativePackage): string {
  const packages = name.split('/').reduce(dirname, folder);
  const cache = process.env.DNN_CACHE_DIR || join(packages, '.cache/vitest-dnn');
  return resolve(cache, 'tensorflow', name.replace(/.*\//, ''), 'tfjs_binding.node');
}

/** Whether a binding was compiled for the package. */
export function isLinked(wanted: NativePackage): boolean {
  return existsSync(bindingFile(wanted));
}
