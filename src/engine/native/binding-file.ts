import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { NativePackage } from './packages.ts';

/**
 * Returns the path of the binding compiled by `vitest-dnn-link-tensorflow`. It is in the cache of `DNN_CACHE_DIR`, which survives
 * reinstallation, or else in the cache of the `node_modules` that holds the engine's package.
 */
export function bindingFile({ name, folder }: NativePackage): string {
  const packages = name.split('/').reduce(dirname, folder);
  const cache = process.env.DNN_CACHE_DIR || join(packages, '.cache/vitest-dnn');
  return resolve(cache, 'tensorflow', name.replace(/.*\//, ''), 'tfjs_binding.node');
}

/** Whether a compiled binding exists for the package. */
export function isLinked(wanted: NativePackage): boolean {
  return existsSync(bindingFile(wanted));
}
