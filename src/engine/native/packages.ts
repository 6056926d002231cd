import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The engines that run libtensorflow; their packages are optional peers of this one. */
export type NativeEngineName = 'node-gpu' | 'node';

export const nativePackages: Record<NativeEngineName, string> = {
  'node-gpu': '@tensorflow/tfjs-node-gpu',
  node: '@tensorflow/tfjs-node',
};

/** An installed package of a native engine. */
export interface NativePackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** A `require` that resolves the package. */
  readonly require: NodeJS.Require;
}

/** Returns the package of a native engine, resolved from this package or else from the project; undefined if neither has it. */
export function findPackage(engine: NativeEngineName, project = process.cwd()): NativePackage | undefined {
  const name = nativePackages[engine];
  for (const from of [import.meta.url, join(project, 'package.json')]) {
    const require = createRequire(from);
    try {
      const manifest = require.resolve(`${name}/package.json`);
      const { version } = require(manifest) as { version: string };
      return { name, version, folder: dirname(manifest), require };
    } catch {
      // try the next place
    }
  }
  return undefined;
}

/** Whether the package has the binary that its installer downloads. */
export function hasOwnBinary({ folder }: NativePackage): boolean {
  const library = join(folder, 'lib');
  if (!existsSync(library)) return false;
  return readdirSync(library).some((name) => existsSync(join(library, name, 'tfjs_binding.node')));
}
